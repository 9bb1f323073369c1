using System.Diagnostics.CodeAnalysis;

namespace OkRun.Async;

/// <summary>The time an actor has to stop, from the moment it is told: a timer, and the token that its hook sees.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Disposing the deadline would break a hook that still holds its token; without a timer of its own it needs none.")]
internal sealed class TimeLimit
{
    private readonly CancellationTokenSource _deadline = new();
    private ITimer? _timer;

    public CancellationToken Deadline => _deadline.Token;

    public static TimeSpan Checked(TimeSpan limit, string what) =>
        limit == Timeout.InfiniteTimeSpan || (limit >= TimeSpan.Zero && limit.TotalMilliseconds <= uint.MaxValue - 1)
            ? limit
            : throw new ArgumentOutOfRangeException(nameof(limit), limit, $"{what} must be infinite, or neither negative nor over {uint.MaxValue - 1} ms.");

    public void Start(TimeSpan limit, TimeProvider clock, Action passed) =>
        _timer = clock.CreateTimer(static state => ((Action)state!)(), passed, limit, Timeout.InfiniteTimeSpan);

    /// <summary>Cancels the deadline. Its callbacks are an abandoned hook's: they run on the pool, and what they throw reaches nobody.</summary>
    public void Pass() => _ = _deadline.CancelAsync().ContinueWith(
        static task => task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>Stops the timer. The deadline itself stays usable, as a hook may hold on to it.</summary>
    public void Stop() => _timer?.Dispose();
}
