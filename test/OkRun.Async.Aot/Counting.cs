using System.Collections.Concurrent;

namespace OkRun.Async.Aot;

internal sealed class Counting : ActorGroupObserver
{
    public ConcurrentBag<string> Events { get; } = [];

    public override void OnStarted(Actor actor) => Events.Add("started");

    public override void OnReady(Actor actor) => Events.Add("ready");

    public override void OnStopping(Actor? first, Exception? cause) => Events.Add("stopping");

    public override void OnInterrupting(Actor actor, Exception? cause) => Events.Add("interrupting");

    public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) => Events.Add("ended");

    public override void OnAbandoned(Actor actor, TimeSpan timeout) => Events.Add("abandoned");

    public override void OnStopped(TimeSpan elapsed) => Events.Add("stopped");
}
