namespace OkRun.Async;

/// <summary>How partitions are spread over replicas. All replicas must have the same.</summary>
public sealed class SpreadOptions : LeaderOptions
{
    /// <summary>How many replicas may take part. More than these wait as standbys. Each replica looks at as many places in each <see cref="Period"/>.</summary>
    /// <value>Default: 16.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int MaxReplicas
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one replica must be allowed.");
    } = 16;

    /// <summary>How often a replica looks which replicas are there, gives up what it has too much of, and takes what is free.</summary>
    /// <value>Default: 1 second.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive, or longer than 49 days.</exception>
    public TimeSpan Period
    {
        get;
        init => field = value > TimeSpan.Zero && value < Delays.Longest ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The period must be positive, and 49 days are the most.");
    } = TimeSpan.FromSeconds(1);
}
