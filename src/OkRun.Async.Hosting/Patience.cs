namespace OkRun.Async;

/// <summary>How long to wait where no other limit is set.</summary>
internal static class Patience
{
    /// <summary>The shutdown time-out of a host, unless it is configured; the host does not say what it is.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(30);

    /// <summary>When to say for the first time what a start or a stop waits for.</summary>
    public static TimeSpan WarnAfter { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time that a timer takes.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>A source whose token is cancelled when the time has passed, by the system's clock where that of the group has no timers.</summary>
    public static CancellationTokenSource Begin(TimeProvider clock, TimeSpan? time = null)
    {
        try
        {
            return clock.CancelAfter(time ?? Limit);
        }
#pragma warning disable CA1031 // whatever a clock throws that has no timer to give
        catch
#pragma warning restore CA1031
        {
            return TimeProvider.System.CancelAfter(time ?? Limit);
        }
    }

    public static TimeSpan Checked(TimeSpan time, string what) =>
        time == Timeout.InfiniteTimeSpan || (time >= TimeSpan.Zero && time <= Longest)
            ? time
            : throw new ArgumentOutOfRangeException(what, time, $"{what} must be infinite, or neither negative nor over {uint.MaxValue - 1} ms.");

    public static TimeSpan CheckedAndNotZero(TimeSpan time, string what) => time != TimeSpan.Zero
        ? Checked(time, what)
        : throw new ArgumentOutOfRangeException(what, time, $"{what} must not be zero. To switch it off, it is infinite.");
}
