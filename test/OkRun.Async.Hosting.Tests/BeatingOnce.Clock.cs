using Microsoft.Extensions.Logging;

namespace OkRun.Async.Hosting.Tests;

/// <summary>A timer may be some milliseconds early. The warning is not repeated for that.</summary>
public class BeatingOnce
{
    [Fact]
    public async Task A_timer_that_is_early_warns_once()
    {
        var clock = new EarlyClock();
        var log = new LogEntries();
        Signal release = new();
        var run = new ActorGroup(new() { TimeProvider = clock, Observer = new ActorGroupLogger(log, "orders") { TimeProvider = clock } }) { { "queue", Work.IgnoresCancellation(release) } }.Start();
        await run.Ready.OrHang();
        run.Stop();
        await Eventually.True(() => run.Actors[0].SinceTold is not null);

        clock.FireEarly();
        release.Happen();
        await run.Completion.OrHang();

        Assert.Equal(4_997L, log.One(10).Fields["ElapsedMs"]);
        Assert.InRange(clock.Last, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(11)); // until 15 s have passed
    }

    [Fact]
    public async Task A_logger_that_throws_on_the_thread_of_the_timer_harms_nothing()
    {
        var clock = new EarlyClock();
        Signal release = new();
        var run = new ActorGroup(new() { TimeProvider = clock, Observer = new ActorGroupLogger(new Broken(), "orders") { TimeProvider = clock } }) { { "queue", Work.IgnoresCancellation(release) } }.Start();
        await run.Ready.OrHang();
        run.Stop();
        await Eventually.True(() => run.Actors[0].SinceTold is not null);

        clock.FireEarly(); // on this thread
        release.Happen();
        await run.Completion.OrHang();

        Assert.InRange(clock.Last, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(11)); // it tries again
    }

    private sealed class Broken : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == 10)
            {
                throw new IOException("no log");
            }
        }
    }

    private sealed class EarlyClock : TimeProvider
    {
        private volatile Action? _fire;
        private long _now;

        /// <summary>What a timer was set to at last.</summary>
        public TimeSpan Last { get; private set; }

        public override long TimestampFrequency => 1_000;

        public override long GetTimestamp() => Interlocked.Read(ref _now);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _fire = () => callback(state);
            return new Timer(due => Last = due);
        }

        public void FireEarly()
        {
            Interlocked.Exchange(ref _now, 4_997);
            _fire!();
        }
    }

    private sealed class Timer(Action<TimeSpan> set) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            set(dueTime);
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
