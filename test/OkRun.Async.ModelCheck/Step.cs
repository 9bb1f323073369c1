namespace OkRun.Async.ModelCheck;

/// <summary>One step of one thread: what it does between two locks.</summary>
internal readonly record struct Step(StepKind Kind, int Actor = -1)
{
    /// <summary>Whether the run may count on it. It must come to its end without the others.</summary>
    public bool IsSure => Kind is not (StepKind.Stop or StepKind.CallerCancels or StepKind.StopIsAnnounced);

    public string Describe(Scene scene) => Actor < 0 ? $"{Kind}" : $"{Kind} {scene.Actors[Actor].Name}";
}

internal enum StepKind
{
    // The thread on which the run goes on.
    StartIsAnnounced,
    StartNext,
    StartNextWithoutThread,
    StartEnds,
    BeginToStop,

    // The thread that drains.
    Drain,

    // From outside.
    Stop,
    CallerCancels,
    CallerIsHeard,
    StopIsAnnounced,
    CertainStop,

    // The threads of actors.
    Take,
    Enter,
    SayReady,
    Report,
    End,
    Fail,
    Withdraw,
    ReadAsCancelled,
    EndCallbacks,
    FailCallbacks,
    EndHook,
    FailHook,
    PassLimit,
}
