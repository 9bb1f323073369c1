namespace OkRun.Async;

/// <summary>What a run needs only where something outside of it can see it or stop it: an observer, the holder of the run, or the caller's token.</summary>
internal sealed class RunAttachments(ActorGroupObserver? observer, bool hasReader, string? name, CancellationToken caller)
{
    private CancellationTokenRegistration _registration;
    private long _endedAt;
    private volatile bool _hasEnded;

    public ActorGroupObserver? Observer => observer;

    /// <summary>The name of a run inside of an actor; null where it has none.</summary>
    public string? Name => name;

    /// <summary>The token of the caller.</summary>
    public CancellationToken Caller => caller;

    /// <summary>Whether states and times are kept, because a holder of the run or an observer can ask for them.</summary>
    public bool IsWatched { get; } = hasReader || observer is not null;

    /// <summary>Completed when a stop is requested; null where there is nothing that could request it.</summary>
    public TaskCompletionSource? StopRequested { get; } = hasReader || caller.CanBeCanceled ? new(TaskCreationOptions.None) : null;

    /// <summary>Null where there is nothing that could ask. Its continuations run on the pool.</summary>
    public TaskCompletionSource? Ready { get; } = hasReader ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;

    public long StartedAt { get; set; }

    /// <summary>When the run ended; null while it has not.</summary>
    public long? EndedAt => _hasEnded ? _endedAt : null;

    public void End(long now)
    {
        _registration.Dispose();
        (_endedAt, _hasEnded) = (now, true);
    }

    public void Register(Action<object?> cancelled, ActorGroupRun run) => _registration = caller.UnsafeRegister(cancelled, run);

    public static RunAttachments? For(ActorGroupObserver? observer, bool hasReader, string? name, CancellationToken caller) =>
        hasReader || observer is not null || caller.CanBeCanceled ? new(observer, hasReader, name, caller) : null;
}
