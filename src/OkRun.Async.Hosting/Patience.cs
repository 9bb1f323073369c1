namespace OkRun.Async;

/// <summary>How long to wait where nobody else says so.</summary>
internal static class Patience
{
    /// <summary>The shutdown time-out of a host, unless it is configured; the host does not say what it is.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(30);

    public static TimeSpan WarnAfter { get; } = Limit / 2;

    public static TimeSpan Checked(TimeSpan time, string what) =>
        time == Timeout.InfiniteTimeSpan || (time >= TimeSpan.Zero && time.TotalMilliseconds <= uint.MaxValue - 1)
            ? time
            : throw new ArgumentOutOfRangeException(what, time, $"{what} must be infinite, or neither negative nor over {uint.MaxValue - 1} ms.");
}
