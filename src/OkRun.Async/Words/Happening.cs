namespace OkRun.Async;

/// <summary>Something that is to be written: noted on a stack of the run, put into words on the thread of the writer.</summary>
/// <param name="Narration">The run it belongs to, and what was written of it so far.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When, by the clock of the group.</param>
/// <param name="Actor">The actor, or none.</param>
/// <param name="Exception">What was thrown, or nothing.</param>
internal readonly record struct Happening(Narration Narration, HappeningKind Kind, long At, Actor? Actor = null, Exception? Exception = null)
{
    /// <summary>How long it took, or its limit.</summary>
    public TimeSpan Span { get; init; }

    /// <summary>Whether something had asked the actor to end before it did.</summary>
    public bool IsAsked { get; init; }

    /// <summary>What is known only at that moment.</summary>
    public int Number { get; init; }

    /// <summary>How many before it were lost.</summary>
    public int Lost { get; init; }

    /// <summary>Whether it is kept where others are lost.</summary>
    public bool IsLoud => Exception is not null || Kind > HappeningKind.Ended;
}

/// <summary>What happened.</summary>
internal enum HappeningKind
{
    Started,
    Ready,
    Interrupting,
    Ended,
    Starting,
    Stopping,
    InterruptFailed,
    Abandoned,
    Beat,
    ProcessExit,
    Stopped,
}
