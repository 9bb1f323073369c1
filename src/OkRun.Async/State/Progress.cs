namespace OkRun.Async;

/// <summary>How far one actor has come in a run.</summary>
internal struct Progress
{
    public Traits Traits;
    public Steps Steps;
    private byte _open; // bytes, as there is one of these for each actor
    private byte _running;

    /// <summary>The parts that the run still waits for. With none left, the actor is over.</summary>
    public ActorParts Open
    {
        readonly get => (ActorParts)_open;
        set => _open = (byte)value;
    }

    /// <summary>The parts that have begun and not ended. Of an actor that was abandoned, those that had not ended then.</summary>
    public ActorParts Running
    {
        readonly get => (ActorParts)_running;
        set => _running = (byte)value;
    }

    public readonly bool Has(Steps steps) => (Steps & steps) == steps;

    public readonly bool Is(Traits traits) => (Traits & traits) == traits;

    public readonly bool IsOpen(ActorParts part) => (Open & part) != ActorParts.None;
}

/// <summary>What an actor has been through. Each step is taken once.</summary>
[Flags]
internal enum Steps : byte
{
    None = 0,
    Started = 1,

    /// <summary>Its execute is about to be called.</summary>
    Entered = 2,
    Ready = 4,

    /// <summary>It was told to stop.</summary>
    Interrupted = 8,

    /// <summary>Its token reads as cancelled.</summary>
    Cancelled = 16,

    /// <summary>All that were told with it read as cancelled: its hook may be called, and its time limit runs.</summary>
    Armed = 32,
    HookCalled = 64,
    Abandoned = 128,
}

/// <summary>What the definition of an actor says that matters to a run.</summary>
[Flags]
internal enum Traits : byte
{
    None = 0,

    /// <summary>It is ready as soon as it is entered.</summary>
    Plain = 1,
    OneShot = 2,
    HasHook = 4,

    /// <summary>Its stop has a time limit.</summary>
    Limited = 8,
}

/// <summary>What an observer, or the holder of the run, may ask about an actor.</summary>
internal struct Record
{
    public long StartedAt { get; set; }

    public long EndedAt { get; set; }

    public long ToldAt { get; set; }

    public Exception? Failure { get; set; }
}
