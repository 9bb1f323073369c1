using System.Diagnostics.CodeAnalysis;

namespace OkRun.Async;

/// <summary>
/// The time an actor has to stop, from the moment it is told, and the deadline that its hook sees at four fifths of that. The watchdog watches it where the clock is the system's.
/// Any other clock is asked for timers.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Disposing the deadline would break a hook that still holds its token; without a timer of its own it needs none.")]
internal sealed class TimeLimit(TimeSpan limit)
{
    private static readonly TimeSpan _leastPeriod = TimeSpan.FromMilliseconds(1); // a clock need not count less

    private readonly CancellationTokenSource _deadline = new();
    private ITimer? _timer;
    private int _passes; // how often the timer has passed: the deadline, then the limit
    private long _startedAt;
    private volatile bool _isWatched; // by the watchdog
    private bool _isDeadlineDue;

    public CancellationToken Deadline => _deadline.Token;

    private TimeSpan UntilDeadline => TimeSpan.FromTicks(limit.Ticks / 5 * 4);

    public static TimeSpan Checked(TimeSpan value, string what) =>
        value >= TimeSpan.Zero || value == Timeout.InfiniteTimeSpan
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{what} must not be negative, unless it is infinite.");

    /// <summary>Whether there is a limit at all: a timer counts up to 49 days, and no stop takes longer.</summary>
    public static bool IsFinite(TimeSpan limit) => limit >= TimeSpan.Zero && limit.TotalMilliseconds < uint.MaxValue;

    public void Start(TimeProvider clock, Action passed)
    {
        if (ReferenceEquals(clock, TimeProvider.System))
        {
            _startedAt = clock.GetTimestamp();
            _isWatched = true;
            return;
        }

        // One timer for both: it passes at the deadline, and again after its period, at the limit.
        var period = limit - UntilDeadline;
        _timer = period < _leastPeriod
            ? clock.CreateTimer(_ => PassBoth(passed), null, limit, Timeout.InfiniteTimeSpan)
            : clock.CreateTimer(_ => Pass(passed), null, UntilDeadline, period);
        if (Volatile.Read(ref _passes) > 1)
        {
            StopTimer(); // it has passed before it was known here
        }
    }

    private void PassBoth(Action passed)
    {
        Pass(passed);
        Pass(passed);
    }

    private void Pass(Action passed)
    {
        switch (Interlocked.Increment(ref _passes))
        {
            case 1:
                _ = _deadline.CancelAsync().ContinueWith(
                    static task => task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                break;
            case 2:
                StopTimer();
                passed();
                break;
        }
    }

    private void StopTimer() => _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>For the watchdog: what has passed now, and how much time is left until the next. Each is told once.</summary>
    public (bool Deadline, bool Limit, TimeSpan? Left) Look(long now)
    {
        if (!_isWatched)
        {
            return default;
        }

        var elapsed = TimeProvider.System.GetElapsedTime(_startedAt, now);
        var isDeadline = !_isDeadlineDue && elapsed >= UntilDeadline;
        _isDeadlineDue |= isDeadline;
        if (elapsed < limit)
        {
            return (isDeadline, false, (_isDeadlineDue ? limit : UntilDeadline) - elapsed);
        }

        _isWatched = false;
        return (isDeadline, true, null);
    }

    /// <summary>Cancels the deadline. Its callbacks are code of the actor. What they throw is lost, as the actor has its hook to fail with.</summary>
    public void CancelDeadline()
    {
        try
        {
            _deadline.Cancel();
        }
        catch (AggregateException)
        {
            // A hook that is late, or was abandoned: the run has nothing to do with what its callbacks throw.
        }
    }

    /// <summary>Stops watching the time. The deadline itself stays usable, as a hook may hold on to it.</summary>
    public void End()
    {
        _isWatched = false;
        _timer?.Dispose();
    }
}
