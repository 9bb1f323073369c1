namespace OkRun.Async.Systematic;

/// <summary>A clock whose timers may pass at any moment: each is a task of its own, which races with everything else.</summary>
internal sealed class RacingClock : TimeProvider
{
    private long _now;

    public override long GetTimestamp() => Interlocked.Increment(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new RacingTimer(() => callback(state));
        timer.PassLater(period == Timeout.InfiniteTimeSpan ? 1 : 2); // the core asks for no more
        return timer;
    }

    private sealed class RacingTimer(Action callback) : ITimer
    {
        private int _stopped;

        /// <summary>Passes a few steps late, or it would nearly always win.</summary>
        public void PassLater(int times) => ThreadPool.Start(() => ThreadPool.Start(() => ThreadPool.Start(() => Pass(times))));

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Dispose(); // what the core changes it does not need any more
            return true;
        }

        public void Dispose() => Volatile.Write(ref _stopped, 1);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Pass(int times)
        {
            if (Volatile.Read(ref _stopped) != 0)
            {
                return;
            }

            if (times > 1)
            {
                PassLater(times - 1); // not waiting for the callback: a timer of the system does not either
            }

            callback();
        }
    }
}
