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
}

/// <summary>Why a group stops.</summary>
internal enum StopReason
{
    /// <summary>An actor has ended.</summary>
    Ended,

    /// <summary>An actor has failed.</summary>
    Failed,

    /// <summary>The caller has cancelled.</summary>
    Cancelled,

    /// <summary>It was told to, or every actor has ended.</summary>
    Asked,
}
