namespace OkRun.Async;

/// <summary>Why the actors of a term have stopped.</summary>
public enum LeaderEnd
{
    /// <summary>They were told to stop: the run stops, or a partition goes to another replica.</summary>
    Stopped,

    /// <summary>They ended by themselves, without a failure.</summary>
    Ended,

    /// <summary>The lock, or the confirmation of the term, was lost.</summary>
    Lost,

    /// <summary>One of them failed.</summary>
    Failed,
}
