namespace OkRun.Async.Views;

/// <summary>How far a run of a group has come.</summary>
internal enum GroupState
{
    NotStarted,
    Starting,
    Ready,
    Stopping,
    Stopped,
    Failed,

    /// <summary>Nothing recorded its end: the process was killed, or exited.</summary>
    Lost,
}

/// <summary>Why a run stops.</summary>
internal enum StopReason
{
    /// <summary>An actor has ended, without a failure.</summary>
    Ended,

    /// <summary>An actor has failed.</summary>
    Failed,

    /// <summary>The caller has cancelled.</summary>
    Cancelled,

    /// <summary><see cref="ActorGroupRun.Stop()"/> was called, or the run disposed.</summary>
    Asked,

    /// <summary>The host stops.</summary>
    HostStopping,

    /// <summary>Every actor has ended: all of them were one-shot actors.</summary>
    AllEnded,
}
