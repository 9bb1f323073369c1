namespace OkRun.Async;

/// <summary>When what happened to an actor, in milliseconds from the start of the run; guarded by the lock of its timeline.</summary>
internal sealed class Moments
{
    public long? StartMs { get; set; }

    public long? ReadyMs { get; set; }

    public long? ToldMs { get; set; }

    public long? EndMs { get; set; }

    public Exception? Exception { get; set; }

    public bool IsAbandoned { get; set; }

    public ActorState State => this switch
    {
        { IsAbandoned: true } => ActorState.Abandoned,
        { EndMs: not null } => Exception is null ? ActorState.Ended : ActorState.Failed,
        { ToldMs: not null } => ActorState.Stopping,
        { ReadyMs: not null } => ActorState.Ready,
        _ => ActorState.Starting,
    };
}
