#if !NET8_0_OR_GREATER
using System.Diagnostics;

namespace OkRun.Async;

internal interface ITimer : IDisposable
{
    bool Change(TimeSpan dueTime, TimeSpan period);
}

/// <summary>As much of the TimeProvider of newer targets as the core needs.</summary>
internal sealed class TimeProvider
{
    public static TimeProvider System { get; } = new();

#pragma warning disable RS0030 // this is the clock that all others ask
    public long GetTimestamp() => Stopwatch.GetTimestamp();

    public TimeSpan GetElapsedTime(long startingTimestamp, long endingTimestamp) =>
        TimeSpan.FromSeconds((endingTimestamp - startingTimestamp) / (double)Stopwatch.Frequency);

    public DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow;
#pragma warning restore RS0030

    public TimeZoneInfo LocalTimeZone => TimeZoneInfo.Local;

    public ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new SystemTimer(callback, state, dueTime, period);

    private sealed class SystemTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) : ITimer
    {
        private readonly Timer _timer = new(callback, state, dueTime, period);

        public bool Change(TimeSpan dueTime, TimeSpan period) => _timer.Change(dueTime, period);

        public void Dispose() => _timer.Dispose();
    }
}
#endif
