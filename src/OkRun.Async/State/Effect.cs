namespace OkRun.Async;

/// <summary>Something that a run has to do next.</summary>
internal readonly record struct Effect(EffectKind Kind, int Actor = -1, object? Payload = null);

internal enum EffectKind : byte
{
    None,

    // Left in the outbox by an event.
    Start,
    AnnounceReady,
    AnnounceEnded,
    AnnounceInterruptFailed,
    AnnounceInner,
    Abandon,
    EndLimit,
    CallHook,

    // What the state asks for once the outbox is empty.
    CompleteReady,
    Interrupt,
    Arm,

    // The same, for which the run goes on: this takes a work item of its own, as code of the caller may follow.
    Stop,
    CompleteActors,
    CompleteHooks,
}
