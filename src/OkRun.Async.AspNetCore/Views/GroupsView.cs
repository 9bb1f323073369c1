namespace OkRun.Async.Views;

/// <summary>What programs get, and what the page draws.</summary>
internal sealed record GroupsView(IReadOnlyList<GroupView> Groups);

/// <summary>A group; all times are milliseconds from its start.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">How far its run has come.</param>
/// <param name="StartedAt">When its run has started; null before that.</param>
/// <param name="ElapsedMs">From its start to its end, or to now.</param>
/// <param name="StoppedMs">When it was over.</param>
/// <param name="Stop">Who has stopped it and why; null while nobody has.</param>
/// <param name="WaitingFor">Who is not ready yet, or has not stopped yet, and for how long.</param>
/// <param name="Actors">Its actors.</param>
internal sealed record GroupView(
    string Name,
    GroupState State,
    DateTimeOffset? StartedAt,
    long ElapsedMs,
    long? StoppedMs,
    StopView? Stop,
    IReadOnlyList<WaitView> WaitingFor,
    IReadOnlyList<ActorView> Actors);

/// <summary>Who has stopped a group and why.</summary>
internal sealed record StopView(long AtMs, string? Actor, StopReason Reason, ExceptionView? Exception);

/// <summary>Who is waited for.</summary>
internal sealed record WaitView(string Actor, long ForMs);

/// <summary>An actor.</summary>
internal sealed record ActorView(
    string Name,
    ActorState State,
    bool OneShot,
    IReadOnlyList<string> After,
    long? StartMs,
    long? ReadyMs,
    long? ToldMs,
    long? EndMs,
    ExceptionView? Exception);

/// <summary>An exception, where details are asked for.</summary>
internal sealed record ExceptionView(string Type, string Message)
{
    public static ExceptionView? Of(Exception? exception, bool details) =>
        exception is null || !details ? null : new(exception.GetType().ToString(), exception.Message);
}
