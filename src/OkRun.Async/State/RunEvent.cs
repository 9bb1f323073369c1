namespace OkRun.Async;

/// <summary>Something that has happened in a run.</summary>
/// <param name="Kind">What.</param>
/// <param name="Actor">The index of the actor to which it happened; -1 for what happens to the run.</param>
/// <param name="Failures">What was thrown, as far as it counts as a failure; of a stop that was requested, its cause.</param>
/// <param name="Now">When; zero where nothing keeps times.</param>
/// <param name="Payload">What an inner run reports.</param>
internal readonly record struct RunEvent(RunEventKind Kind, int Actor = -1, Exception[]? Failures = null, long Now = 0, object? Payload = null);

internal enum RunEventKind : byte
{
    /// <summary>The run begins.</summary>
    Begun,

    /// <summary>The observer has been told of the actors that start with the run.</summary>
    StartAnnounced,

    /// <summary>The actors that start with the run have been started, and the run waits for its first end.</summary>
    StartEnded,

    /// <summary>A stop was requested.</summary>
    StopRequested,

    /// <summary>The actor's <c>execute</c> is called next.</summary>
    Entered,

    /// <summary>The actor has called <c>ready</c>.</summary>
    SaidReady,

    /// <summary>The observer has been told that the actor is ready.</summary>
    ReadyAnnounced,

    /// <summary>The actor's <c>execute</c> has ended.</summary>
    ExecutionEnded,

    /// <summary>The actor's <c>execute</c> has ended because the stop was announced: a normal end that stops no other actor.</summary>
    ExecutionWithdrawn,

    /// <summary>The actor's token reads as cancelled.</summary>
    TokenCancelled,

    /// <summary>The callbacks of the actor's token have ended.</summary>
    CallbacksEnded,

    /// <summary>The actor's interrupt hook has ended.</summary>
    HookEnded,

    /// <summary>The clock gave no timer for the actor's time limit.</summary>
    LimitFailed,

    /// <summary>The actor's time limit has passed.</summary>
    TimedOut,

    /// <summary>A run inside this actor reports to the observer of this run.</summary>
    InnerReported,
}
