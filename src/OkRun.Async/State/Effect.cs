namespace OkRun.Async;

/// <summary>Something that a run has to do next.</summary>
/// <param name="Kind">What.</param>
/// <param name="Actor">The index of the actor that it is about; -1 for none.</param>
/// <param name="Payload">What else belongs to it.</param>
/// <param name="IsLast">Whether the claim to drain is free already, as nothing can follow: what completes a run may keep the thread as long as it likes.</param>
internal readonly record struct Effect(EffectKind Kind, int Actor = -1, object? Payload = null, bool IsLast = false);

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

    // The same, for which the run goes on: only as the last act of a work item, as code of the caller may follow.
    Stop,
    CompleteActors,
    CompleteHooks,
}
