namespace OkRun.Async;

// What is said about a run in words.
public sealed partial class ActorGroupRun
{
    /// <summary>
    /// Describes the run for people: how far it has come and why it stops, which actors it waits for, and each actor: its state, since when, its exception, what of it runs, and its <see cref="Trace"/>.
    /// The actors of groups inside are indented.
    /// </summary>
    /// <returns>Several lines.</returns>
    public override string ToString() => RunReport.Of(this);

    /// <summary>What has asked the run to stop, such as a signal; null where that was its holder.</summary>
    internal string? AskedBy { get; private set; }

    internal bool IsStopping => _state.IsStopping;

    internal bool IsReady => _state.IsReady;

    internal bool HasEnded => _attachments?.EndedAt is not null;

    /// <summary>How long the run takes, or took.</summary>
    internal TimeSpan Age => TimeProvider.GetElapsedTime(_attachments?.StartedAt ?? 0, _attachments?.EndedAt ?? Now);

    /// <summary>How the actors of this run are called by the run outside of it, in an actor of that name.</summary>
    internal string PathFrom(string actor) => PathFrom(actor, _attachments?.Name);

    private static string PathFrom(string actor, string? name) => name is null ? actor : $"{actor}/{name}";

    internal bool EndedByItself => _state.EndedByItself;

    /// <summary>Begins to stop the run, as <see cref="Stop()"/> does, for a reason that is told.</summary>
    internal void StopFor(string reason)
    {
        AskedBy = IsStopping ? AskedBy : reason;
        Stop();
    }

    /// <summary>The parts of an actor that the run still waits for, and those that have begun and not ended.</summary>
    internal (ActorParts Open, ActorParts Running) PartsOf(int actor)
    {
        lock (_state)
        {
            var progress = _state.ProgressOf(actor);
            return (progress.Open, progress.Running);
        }
    }

    internal string? RemarkOf(int actor) => _actors[actor].Remark;

    internal TimeSpan LimitOf(int actor) => _actors[actor].StopTimeout;

    internal IReadOnlyList<ActorGroupRun> InnerOf(int actor) => _actors[actor].Inner;

    /// <summary>How long the actor has blocked its thread, from its start; null if it does not.</summary>
    internal TimeSpan? BlockedFor(int actor) => Blocks(actor, PartsOf(actor).Running) ? TimeProvider.GetElapsedTime(_state.RecordOf(actor).StartedAt, Now) : null;

    /// <summary>Which actors the run inside of an actor waits for, with their paths; empty where there is none.</summary>
    internal string WaitsInside(int actor)
    {
        List<string> names = [];
        var count = 0;
        foreach (var (name, running) in StillInside(actor))
        {
            Waiting.Take(names, ref count, () => Waiting.Part(name, running));
        }

        return Waiting.List(names, count);
    }

    /// <summary>The actors that were told to stop and still run, by name and by what of them runs, with the path to those of groups inside.</summary>
    private IEnumerable<(string Name, ActorParts Running)> StillRunning() =>
        Actors.SelectMany((status, index) => status is { Running: not ActorParts.None, SinceTold: not null } ? StillRunning(index, status.Running) : []);

    private (string Name, ActorParts Running)[] StillRunning(int actor, ActorParts running)
    {
        var name = _actors[actor].Actor.Name;
        (string Name, ActorParts Running)[] inside = [.. StillInside(actor)];
        return inside.Length == 0 ? [(name, running)] : inside;
    }

    private IEnumerable<(string Name, ActorParts Running)> StillInside(int actor) =>
        _actors[actor].Inner.SelectMany(inner => inner.StillRunning().Select(each => ($"{inner.PathFrom(_actors[actor].Actor.Name)}/{each.Name}", each.Running)));
}
