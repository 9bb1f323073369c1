namespace OkRun.Async;

/// <summary>How far an actor has come in a run.</summary>
public enum ActorState
{
    /// <summary>It has not started: an actor it comes after is not ready yet.</summary>
    Waiting,

    /// <summary>It has started and is not ready yet.</summary>
    Starting,

    /// <summary>It is ready.</summary>
    Ready,

    /// <summary>It has been told to stop and has not ended.</summary>
    Stopping,

    /// <summary>It has ended without a failure.</summary>
    Ended,

    /// <summary>It has ended and failed, or its interrupt hook or a callback of its token has.</summary>
    Failed,

    /// <summary>It, or its interrupt hook, did not stop within its time limit: the run went on without it.</summary>
    Abandoned,

    /// <summary>It was still waiting when the run began to stop, and will never start in this run.</summary>
    NotStarted,
}

/// <summary>What is known of an actor in a run, at one moment.</summary>
/// <param name="Actor">The actor.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Exception">Its first failure; null while it has none.</param>
/// <param name="Elapsed">From its start to its end (or now), until it was abandoned if it was; zero before its start.</param>
public readonly record struct ActorStatus(Actor Actor, ActorState State, Exception? Exception, TimeSpan Elapsed)
{
    /// <summary>The parts of the actor that have begun and not ended. An actor in the state <see cref="ActorState.Ended"/> may still run its interrupt hook.</summary>
    /// <value>Default: <see cref="ActorParts.None"/>.</value>
    public ActorParts Running { get; init; }

    /// <summary>The time since the actor was told to stop.</summary>
    /// <value>Default: null, it was not told.</value>
    public TimeSpan? SinceTold { get; init; }

    /// <summary>What the actor says that it is at, by <see cref="ActorScope.Report"/>.</summary>
    /// <value>Default: null, it says nothing.</value>
    public IReadOnlyDictionary<string, object>? Detail { get; init; }

    /// <summary>Why the actor works with less than it should have, by <see cref="ActorScope.Report"/>.</summary>
    /// <value>Default: null, it does not.</value>
    public string? Degraded { get; init; }
}

/// <summary>The parts of an actor that a run waits for.</summary>
[Flags]
public enum ActorParts
{
    /// <summary>No part.</summary>
    None = 0,

    /// <summary>The work, <c>execute</c>.</summary>
    Execute = 1,

    /// <summary>The interrupt hook.</summary>
    Hook = 2,

    /// <summary>The callbacks of the actor's token.</summary>
    Callbacks = 4,
}
