namespace OkRun.Async;

/// <summary>What became of a term.</summary>
/// <param name="End">Why its actors have stopped; null where none has started.</param>
/// <param name="Exceptions">What the leader-only actor fails with, if it is to fail; where no actor has started, why.</param>
/// <param name="CanRelease">Whether its actors have stopped. Where they have not, the lock must not be released.</param>
internal readonly record struct Outcome(LeaderEnd? End, IReadOnlyList<Exception> Exceptions, bool CanRelease = true)
{
    public static Outcome NotBegun(Exception why) => new(null, [why]);

    public static Outcome Failed(Exception exception) => new(LeaderEnd.Failed, [exception]);

    /// <summary>Whether it ends the leader-only actor. What is lost while that stops is no failure of it.</summary>
    public bool IsFinal(LeaderOptions options, CancellationToken stop) => !CanRelease || End switch
    {
        null => false,
        LeaderEnd.Lost => options.EndWhenLost && !stop.IsCancellationRequested,
        LeaderEnd.Stopped => false,
        _ => true,
    };
}
