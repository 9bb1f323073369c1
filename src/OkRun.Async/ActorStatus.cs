namespace OkRun.Async;

/// <summary>The state of an actor in a run.</summary>
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

    /// <summary>The actor or its interrupt hook did not stop within its time limit, and the run went on without it.</summary>
    Abandoned,

    /// <summary>It was still waiting when the run began to stop, and will never start in this run.</summary>
    NotStarted,
}

/// <summary>A snapshot of an actor in a run.</summary>
/// <param name="Actor">The actor.</param>
/// <param name="State">Its state.</param>
/// <param name="Exception">Its first failure. Null if it has none.</param>
/// <param name="Elapsed">The time from its start to its end, or until now if it has not ended. If it was abandoned, until then. Zero before its start.</param>
public readonly record struct ActorStatus(Actor Actor, ActorState State, Exception? Exception, TimeSpan Elapsed)
{
    /// <summary>The parts of the actor that have begun and not ended. An actor in the state <see cref="ActorState.Ended"/> may still run its interrupt hook.</summary>
    /// <value>Default: <see cref="ActorParts.None"/>.</value>
    public ActorParts Running { get; init; }

    /// <summary>The time since the actor was told to stop.</summary>
    /// <value>Default: null, it was not told.</value>
    public TimeSpan? SinceTold { get; init; }

    /// <summary>
    /// Whether <c>execute</c> has been called and has not returned its task yet: since its start it has run or blocked its thread, for <see cref="Elapsed"/>.
    /// An actor that has returned its task and blocks a thread later is not known by this: see <see cref="ActorGroupRun.Trace"/>.
    /// </summary>
    /// <value>Default: false. Always false for <see cref="Actor.Blocking"/>, whose thread is its own. True for a moment in the life of each other actor.</value>
    public bool BlocksThread { get; init; }

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
