namespace OkRun.Async;

/// <summary>How people are told who is meant.</summary>
internal static class Names
{
    /// <summary>The actors of a run that have neither ended nor been given up.</summary>
    public static Actor[] StillRunning(ActorGroupRun run) =>
        [.. run.Actors.Where(status => status.State is ActorState.Starting or ActorState.Ready or ActorState.Stopping).Select(status => status.Actor)];

    public static string Of(IReadOnlyCollection<Actor> actors, string nobody = "the interrupt hook or a token callback of an actor that has ended") => actors.Count == 0
        ? nobody
        : string.Join(", ", actors.Select(actor => $"'{actor.Name}'"));
}
