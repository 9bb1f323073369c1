namespace OkRun.Async.ModelCheck;

/// <summary>What has happened to an actor, as the laws see it: kept beside the state, and compared with it.</summary>
[Flags]
internal enum Life
{
    None = 0,

    /// <summary>It may start: law 4.</summary>
    Started = 1 << 0,
    Queued = 1 << 1,
    Taken = 1 << 2,
    GotNoThread = 1 << 3,
    Entered = 1 << 4,
    SaidReady = 1 << 5,
    Ready = 1 << 6,

    /// <summary>It is ready, and the observer has been told.</summary>
    ReadyTold = 1 << 7,
    Reported = 1 << 8,
    Ended = 1 << 9,
    Interrupted = 1 << 10,

    /// <summary>Its token was cancelled before any code of it ran.</summary>
    Amended = 1 << 11,

    /// <summary>A thread of its own, or of the pool, cancels its token.</summary>
    Cancelling = 1 << 12,
    Cancelled = 1 << 13,
    CallbacksEnded = 1 << 14,
    HookCalled = 1 << 15,
    HookEnded = 1 << 16,
    LimitBegun = 1 << 17,
    LimitPassed = 1 << 18,
    LimitEnded = 1 << 19,
    Abandoned = 1 << 20,
    HeardStarted = 1 << 21,
    HeardReady = 1 << 22,
    HeardInterrupting = 1 << 23,
    HeardEnded = 1 << 24,
    HeardAbandoned = 1 << 25,
    HasFailed = 1 << 26,

    /// <summary>Its execute has ended after it was abandoned.</summary>
    EndedTooLate = 1 << 27,
}
