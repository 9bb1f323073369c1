namespace OkRun.Async;

/// <summary>
/// The observer of a run inside of an actor, whose group has none of its own. It reports to the observer of the outer run, in its turn, with the path of each actor as its name.
/// That the inner run begins, stops and is over is told by the actor that it is.
/// </summary>
internal sealed class InnerObserver(ActorRun outer, string path) : ActorGroupObserver
{
    private readonly Dictionary<Actor, Actor> _shown = [];

    public override void OnStarted(Actor actor) => Report(actor, static (observer, shown) => observer.OnStarted(shown));

    public override void OnReady(Actor actor) => Report(actor, static (observer, shown) => observer.OnReady(shown));

    public override void OnInterrupting(Actor actor, Exception? cause) => Report(actor, (observer, shown) => observer.OnInterrupting(shown, cause));

    public override void OnInterruptFailed(Actor actor, Exception exception) => Report(actor, (observer, shown) => observer.OnInterruptFailed(shown, exception));

    public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) => Report(actor, (observer, shown) => observer.OnEnded(shown, exception, elapsed));

    public override void OnAbandoned(Actor actor, TimeSpan timeout) => Report(actor, (observer, shown) => observer.OnAbandoned(shown, timeout));

    /// <summary>The actor of the inner group that the outer observer knows by this name and path; null if there is none.</summary>
    public Actor? Original(Actor shown)
    {
        lock (_shown)
        {
            return _shown.FirstOrDefault(pair => pair.Value == shown).Key;
        }
    }

    private void Report(Actor actor, Action<ActorGroupObserver, Actor> tell)
    {
        Actor? shown;
        lock (_shown)
        {
            if (!_shown.TryGetValue(actor, out shown))
            {
                shown = actor with { Name = $"{path}/{actor.Name}" };
                _shown.Add(actor, shown);
            }
        }

        outer.Report(observer => tell(observer, shown));
    }
}
