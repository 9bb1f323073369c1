namespace OkRun.Async.Views;

/// <summary>Which actors a start or a stop waits for, and which of them are held up by others.</summary>
internal static class Waits
{
    public static (IReadOnlyList<WaitView> WaitingFor, IReadOnlyList<WaitView> Next) Of(GroupState state, IReadOnlyList<ActorView> actors) => state switch
    {
        GroupState.Starting => (
            Guilty(actors, actor => actor.State == ActorState.Starting, actor => actor.StartMs),
            [.. actors.Where(actor => actor.State == ActorState.Waiting).Select(actor => View(actor, null))]),
        GroupState.Stopping => (
            Guilty(actors, actor => actor is { ToldMs: not null, Running.Count: > 0 } and not { State: ActorState.Abandoned }, actor => actor.ToldMs),
            [.. actors.Where(actor => actor is { ToldMs: null, State: ActorState.Starting or ActorState.Ready }).Select(actor => View(actor, null))]),
        _ => ([], []),
    };

    /// <summary>A group inside of another one is not guilty where one of its actors is.</summary>
    private static IReadOnlyList<WaitView> Guilty(IReadOnlyList<ActorView> actors, Func<ActorView, bool> isGuilty, Func<ActorView, long?> since)
    {
        var guilty = actors.Where(isGuilty).ToList();
        var groups = guilty.Select(actor => actor.ParentId).OfType<int>().ToHashSet();
        return [.. guilty.Where(actor => !groups.Contains(actor.Id)).OrderBy(actor => since(actor) ?? long.MaxValue).Select(actor => View(actor, since(actor)))];
    }

    private static WaitView View(ActorView actor, long? since) => new(actor.Name, actor.Id, actor.Running, since);
}
