namespace OkRun.Async;

/// <summary>How far an actor has come: each mark is set once and stays. Where nobody watches, Entered and Ready may be left out, and Ended may come with the callbacks.</summary>
[Flags]
internal enum Marks : ushort
{
    None = 0,
    Started = 1,
    Entered = 2,
    Ready = 4,
    Ended = 8,
    Told = 16,
    HookDue = 32,
    Abandoned = 64,

    /// <summary>The execution has ended and the observer knows, or it was abandoned.</summary>
    ExecutionOver = 128,

    /// <summary>The token's callbacks have ended, or they were abandoned.</summary>
    CallbacksOver = 256,

    /// <summary>The hook has ended or was abandoned, or there is none.</summary>
    HookOver = 512,

    Over = ExecutionOver | CallbacksOver | HookOver,
}

/// <summary>What the run knows of its actor: plain fields, guarded by the lock of the run.</summary>
internal sealed partial class ActorRun
{
    public Marks Marks { get; set; }

    /// <summary>How many of hook and token callbacks have not ended yet, once the actor is told.</summary>
    public byte Telling { get; set; }

    /// <summary>Its place among the others; null for an actor that comes after nobody and before nobody.</summary>
    public Links? Links { get; set; }

    public long EndedAt { get; set; }

    public long ToldAt { get; set; }

    public ActorParts Running =>
        (Has(Marks.Started) && !Has(Marks.Ended) ? ActorParts.Execute : ActorParts.None)
        | (Has(Marks.Told) && !Has(Marks.CallbacksOver) ? ActorParts.Callbacks : ActorParts.None)
        | (Has(Marks.Told | Marks.HookDue) && !Has(Marks.HookOver) ? ActorParts.Hook : ActorParts.None);

    public long StartedAt => Links?.StartedAt ?? run.StartedAt;

    /// <summary>Whether nothing of the actor runs any more, so that there is nobody left to abandon.</summary>
    public bool HasStopped => Has(Marks.Ended | Marks.Told) && Telling == 0;

    public bool Has(Marks marks) => (Marks & marks) == marks;

    /// <summary>From its start to its end, null while it runs; no time at all before its start.</summary>
    public (long From, long? To) Time => Has(Marks.Started)
        ? (StartedAt, Has(Marks.Ended) || Has(Marks.Abandoned) ? EndedAt : null)
        : (0, 0);

    public ActorState State(bool runStops, Exception? failure) => this switch
    {
        _ when Has(Marks.Abandoned) => ActorState.Abandoned,
        _ when !Has(Marks.Started) => runStops ? ActorState.NotStarted : ActorState.Waiting,
        _ when Has(Marks.Ended) => failure is null ? ActorState.Ended : ActorState.Failed,
        _ when Has(Marks.Told) => ActorState.Stopping,
        _ when Has(Marks.Ready) => ActorState.Ready,
        _ => ActorState.Starting,
    };
}
