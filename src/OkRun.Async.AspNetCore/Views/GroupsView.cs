using System.Text.Json.Serialization;

namespace OkRun.Async.Views;

/// <summary>What programs get, and what the page draws.</summary>
internal sealed record GroupsView(IReadOnlyList<GroupView> Groups);

/// <summary>A run of a group; all times are milliseconds from its start.</summary>
/// <param name="Name">The name of the group.</param>
/// <param name="Run">Which run of the process it is, from 1; 0 before the first one.</param>
/// <param name="State">How far it has come.</param>
/// <param name="SinceMs">When it came that far.</param>
/// <param name="StartedAt">When it started; null before that.</param>
/// <param name="ElapsedMs">From its start to its end, or to now.</param>
/// <param name="StoppedMs">When it was over.</param>
/// <param name="Stop">What has stopped it; null while nothing has.</param>
/// <param name="WaitingFor">The actors that a start or a stop waits for, the longest first.</param>
/// <param name="Next">The actors that wait for those.</param>
/// <param name="Actors">Its actors: an actor of a group inside of it after the actor that is that group.</param>
internal sealed record GroupView(
    string Name,
    GroupState State,
    int Run,
    long SinceMs,
    DateTimeOffset? StartedAt,
    long ElapsedMs,
    long? StoppedMs,
    StopView? Stop,
    IReadOnlyList<WaitView> WaitingFor,
    IReadOnlyList<WaitView> Next,
    IReadOnlyList<ActorView> Actors)
{
    /// <summary>In a stream: whether only actors that have changed are in the list, and no earlier runs if those are the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Partial { get; init; }

    /// <summary>Earlier runs, the latest first; null where none are kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RunView>? Earlier { get; init; }

    /// <summary>The number of a run that was kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Number { get; init; }

    /// <summary>The exit code, of a run whose process has exited.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExitCode { get; init; }

    public GroupView WithoutMessages() => this with
    {
        Stop = Stop is null ? null : Stop with { Exception = Stop.Exception?.WithoutMessage() },
        Actors = [.. Actors.Select(actor => actor with { Exception = actor.Exception?.WithoutMessage(), Trace = null })],
    };
}

/// <summary>What has stopped a run.</summary>
internal sealed record StopView(long AtMs, string? Actor, int? ActorId, StopReason Reason, ExceptionView? Exception);

/// <summary>An actor that is waited for, or waits.</summary>
/// <param name="Actor">Its name.</param>
/// <param name="ActorId">Which one it is.</param>
/// <param name="Running">What of it runs.</param>
/// <param name="SinceMs">When it was started, or told to stop; null if it was not.</param>
internal sealed record WaitView(string Actor, int ActorId, IReadOnlyList<ActorParts> Running, long? SinceMs);

/// <summary>An actor.</summary>
/// <param name="Name">Its name, made unique.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Id">Which one it is in its run.</param>
/// <param name="ParentId">The actor that is the group it belongs to.</param>
/// <param name="Running">What of it has begun and not ended.</param>
/// <param name="OneShot">Whether its end stops nothing.</param>
/// <param name="After">The names of those it comes after.</param>
/// <param name="AfterIds">Which ones they are.</param>
/// <param name="StartMs">When it started.</param>
/// <param name="ReadyMs">When it was ready.</param>
/// <param name="ToldMs">When it was told to stop.</param>
/// <param name="EndMs">When its work had ended, whatever its hook does.</param>
/// <param name="AbandonedMs">When it was given up.</param>
/// <param name="LimitMs">The time limit that had passed by then.</param>
/// <param name="FailedMs">When its first failure was heard of.</param>
/// <param name="FailedIn">Where that was; of hook and callbacks it is not always known which.</param>
/// <param name="Exception">Its first failure.</param>
internal sealed record ActorView(
    string Name,
    ActorState State,
    int Id,
    int? ParentId,
    IReadOnlyList<ActorParts> Running,
    bool OneShot,
    IReadOnlyList<string> After,
    IReadOnlyList<int> AfterIds,
    long? StartMs,
    long? ReadyMs,
    long? ToldMs,
    long? EndMs,
    long? AbandonedMs,
    long? LimitMs,
    long? FailedMs,
    IReadOnlyList<ActorParts> FailedIn,
    ExceptionView? Exception)
{
    /// <summary>Whether it has not returned its task: since its start it has blocked its thread.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool BlocksThread { get; init; }

    /// <summary>Where it waits: the chain of its awaits.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Trace { get; init; }

    /// <summary>What it reports that it is at, such as its role.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, object>? Detail { get; init; }

    /// <summary>Why it works with less than it should have.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Degraded { get; init; }
}

/// <summary>An exception; its message only where details are asked for.</summary>
internal sealed record ExceptionView(string Type, string? Message)
{
    public static ExceptionView? Of(Exception? exception, bool details) =>
        exception is null ? null : new(exception.GetType().ToString(), details ? Messages.Of(exception) : null);

    public ExceptionView WithoutMessage() => this with { Message = null };
}
