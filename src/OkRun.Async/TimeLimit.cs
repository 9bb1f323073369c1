using System.Diagnostics.CodeAnalysis;

namespace OkRun.Async;

/// <summary>The time an actor has to stop, from the moment it is told: a timer, and the token that its hook sees.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Disposing the deadline would break a hook that still holds its token; without a timer of its own it needs none.")]
internal sealed class TimeLimit
{
    private readonly CancellationTokenSource _deadline = new();
    private ITimer? _timer;

    public CancellationToken Deadline => _deadline.Token;

    public static TimeSpan Checked(TimeSpan value, string what) =>
        value >= TimeSpan.Zero || value == Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{what} must not be negative, unless it is infinite.");

    /// <summary>Whether there is a limit at all: a timer counts up to 49 days, and nobody waits longer for a stop.</summary>
    public static bool Limits(TimeSpan limit) => limit >= TimeSpan.Zero && limit.TotalMilliseconds < uint.MaxValue;

    public void Start(TimeSpan limit, TimeProvider clock, Action passed) =>
        _timer = clock.CreateTimer(static state => ((Action)state!)(), passed, limit, Timeout.InfiniteTimeSpan);

    /// <summary>Cancels the deadline. Its callbacks are an abandoned hook's: they run on the pool, and what they throw reaches nobody.</summary>
    public void Pass() => _ = _deadline.CancelAsync().ContinueWith(
        static task => task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>Stops the timer. The deadline itself stays usable, as a hook may hold on to it.</summary>
    public void Stop() => _timer?.Dispose();
}
