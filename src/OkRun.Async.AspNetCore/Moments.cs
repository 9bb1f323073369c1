namespace OkRun.Async;

/// <summary>When things happened to an actor, in milliseconds from the start of the run; guarded by the lock of its timeline, which hands out copies.</summary>
internal sealed record Moments(int Id)
{
    public long? StartMs { get; set; }

    public long? ReadyMs { get; set; }

    public long? ToldMs { get; set; }

    public long? EndMs { get; set; }

    public long? AbandonedMs { get; set; }

    /// <summary>The time limit that passed.</summary>
    public TimeSpan? Limit { get; set; }

    /// <summary>When its first failure was heard of.</summary>
    public long? FailedMs { get; set; }

    public Exception? Exception { get; set; }

    /// <summary>Whether the first failure is that of its hook or of a callback of its token.</summary>
    public bool IsInterruptFailure { get; set; }

    public ActorState State => this switch
    {
        { AbandonedMs: not null } => ActorState.Abandoned,
        { EndMs: not null } => Exception is null ? ActorState.Ended : ActorState.Failed,
        { ToldMs: not null } => ActorState.Stopping,
        { ReadyMs: not null } => ActorState.Ready,
        { StartMs: not null } => ActorState.Starting,
        _ => ActorState.Waiting,
    };

    public void Fail(Exception exception, long now, bool isInterruptFailure)
    {
        if (Exception is null)
        {
            (Exception, FailedMs, IsInterruptFailure) = (exception, now, isInterruptFailure);
        }
    }
}
