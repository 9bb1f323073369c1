namespace OkRun.Async;

/// <summary>Tells two observers, one after the other. What the first one throws is ignored, as the run ignores what the second one throws.</summary>
internal sealed class BothObservers(ActorGroupObserver first, ActorGroupObserver second) : ActorGroupObserver, IActorGroupRunObserver
{
    private readonly SafeObserver _first = new(first);

    internal override ActorGroupObserver ForRun() => new BothObservers(first.ForRun(), second.ForRun());

    public void OnStarting(ActorGroupRun run)
    {
        _first.OnStarting(run);
        (second as IActorGroupRunObserver)?.OnStarting(run);
    }

    public override void OnStarted(Actor actor)
    {
        _first.OnStarted(actor);
        second.OnStarted(actor);
    }

    public override void OnReady(Actor actor)
    {
        _first.OnReady(actor);
        second.OnReady(actor);
    }

    public override void OnStopping(Actor? first, Exception? cause)
    {
        _first.OnStopping(first, cause);
        second.OnStopping(first, cause);
    }

    public override void OnInterrupting(Actor actor, Exception? cause)
    {
        _first.OnInterrupting(actor, cause);
        second.OnInterrupting(actor, cause);
    }

    public override void OnInterruptFailed(Actor actor, Exception exception)
    {
        _first.OnInterruptFailed(actor, exception);
        second.OnInterruptFailed(actor, exception);
    }

    public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed)
    {
        _first.OnEnded(actor, exception, elapsed);
        second.OnEnded(actor, exception, elapsed);
    }

    public override void OnAbandoned(Actor actor, TimeSpan timeout)
    {
        _first.OnAbandoned(actor, timeout);
        second.OnAbandoned(actor, timeout);
    }

    public override void OnStopped(TimeSpan elapsed)
    {
        _first.OnStopped(elapsed);
        second.OnStopped(elapsed);
    }
}
