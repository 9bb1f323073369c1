namespace OkRun.Async;

/// <summary>Hands everything on to an observer, and ignores what it throws.</summary>
internal sealed class SafeObserver(ActorGroupObserver observer) : ActorGroupObserver, IActorGroupRunObserver
{
    public void OnStarting(ActorGroupRun run) => Tell(static (observer, run) => (observer as IActorGroupRunObserver)?.OnStarting(run), run);

    public override void OnStarted(Actor actor) => Tell(static (observer, actor) => observer.OnStarted(actor), actor);

    public override void OnReady(Actor actor) => Tell(static (observer, actor) => observer.OnReady(actor), actor);

    public override void OnStopping(Actor? first, Exception? cause) => Tell(static (observer, stop) => observer.OnStopping(stop.first, stop.cause), (first, cause));

    public override void OnInterrupting(Actor actor, Exception? cause) => Tell(static (observer, stop) => observer.OnInterrupting(stop.actor, stop.cause), (actor, cause));

    public override void OnInterruptFailed(Actor actor, Exception exception) =>
        Tell(static (observer, failure) => observer.OnInterruptFailed(failure.actor, failure.exception), (actor, exception));

    public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) =>
        Tell(static (observer, end) => observer.OnEnded(end.actor, end.exception, end.elapsed), (actor, exception, elapsed));

    public override void OnAbandoned(Actor actor, TimeSpan timeout) => Tell(static (observer, late) => observer.OnAbandoned(late.actor, late.timeout), (actor, timeout));

    public override void OnStopped(TimeSpan elapsed) => Tell(static (observer, elapsed) => observer.OnStopped(elapsed), elapsed);

    internal override ActorGroupObserver ForRun() => observer.ForRun() is var own && ReferenceEquals(own, observer) ? this : new SafeObserver(own);

    /// <summary>Without a closure: an observer is told four times of each actor.</summary>
    private void Tell<T>(Action<ActorGroupObserver, T> tell, T what)
    {
        try
        {
            tell(observer, what);
        }
#pragma warning disable CA1031 // an observer must not decide how a run ends
        catch
#pragma warning restore CA1031
        {
            // The observer's failure is its own: no actor caused it and none could mend it.
        }
    }
}
