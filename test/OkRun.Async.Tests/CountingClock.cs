using Microsoft.Extensions.Time.Testing;

namespace OkRun.Async.Tests;

/// <summary>A clock that stands still until it is moved, and counts its timers.</summary>
internal sealed class CountingClock : FakeTimeProvider
{
    private int _made;
    private int _disposed;

    public int Made => _made;

    public int Disposed => _disposed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new CountedTimer(base.CreateTimer(callback, state, dueTime, period), () => Interlocked.Increment(ref _disposed));
        Interlocked.Increment(ref _made);
        return timer;
    }

    private sealed class CountedTimer(ITimer timer, Action disposed) : ITimer
    {
        private int _isDisposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            Count();
        }

        public async ValueTask DisposeAsync()
        {
            await timer.DisposeAsync();
            Count();
        }

        private void Count()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                disposed();
            }
        }
    }
}
