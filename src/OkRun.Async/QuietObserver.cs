namespace OkRun.Async;

/// <summary>Hands everything on to an observer, and ignores what it throws.</summary>
internal sealed class QuietObserver(ActorGroupObserver observer) : ActorGroupObserver
{
    public override void OnStarted(Actor actor) => Try(() => observer.OnStarted(actor));

    public override void OnReady(Actor actor) => Try(() => observer.OnReady(actor));

    public override void OnStopping(Actor? first, Exception? cause) => Try(() => observer.OnStopping(first, cause));

    public override void OnInterrupting(Actor actor, Exception? cause) => Try(() => observer.OnInterrupting(actor, cause));

    public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) => Try(() => observer.OnEnded(actor, exception, elapsed));

    public override void OnAbandoned(Actor actor, TimeSpan timeout) => Try(() => observer.OnAbandoned(actor, timeout));

    public override void OnStopped(TimeSpan elapsed) => Try(() => observer.OnStopped(elapsed));

    private static void Try(Action tell)
    {
        try
        {
            tell();
        }
#pragma warning disable CA1031 // whoever only watches must not decide how a run ends
        catch
#pragma warning restore CA1031
        {
            // The observer's failure is its own: no actor caused it and none could mend it.
        }
    }
}
