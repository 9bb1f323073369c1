namespace OkRun.Async.Systematic;

/// <summary>A clock whose timers may pass at any moment: each is a task of its own, which races with everything else.</summary>
internal sealed class RacingClock : TimeProvider
{
    private long _now;

    public override long GetTimestamp() => Interlocked.Increment(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new RacingTimer();
        ThreadPool.Queue(() => ThreadPool.Queue(() => ThreadPool.Queue(() => timer.Pass(callback, state)))); // a few steps late, or it would nearly always win
        return timer;
    }

    private sealed class RacingTimer : ITimer
    {
        private int _disposed;

        public void Pass(TimerCallback callback, object? state)
        {
            if (Volatile.Read(ref _disposed) == 0)
            {
                callback(state);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose() => Volatile.Write(ref _disposed, 1);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
