using System.Diagnostics.CodeAnalysis;

namespace OkRun.Async;

/// <summary>
/// One background thread for the process. It looks at the runs that have something due, and gives a thread of its own to what the pool has not begun between one look and the next.
/// It also watches time limits of the system's clock. It sleeps while no run has anything due, and ends after a while.
/// </summary>
/// <remarks>
/// A run is attended from the moment it has something due until a look finds nothing, or the run is over. A race: the watchdog drops a run just as work becomes due. The run notes the work
/// before it reads whether it is attended, and the watchdog drops it before it reads the note, each with a full fence between: one of the two sees the other.
/// </remarks>
internal static class Watchdog
{
    private static readonly TimeSpan _tick = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan _longestTick = TimeSpan.FromMilliseconds(45);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private static readonly object _lock = new();
    private static readonly List<ActorGroupRun> _looked = [];
    private static ActorGroupRun? _first;
    private static bool _hasThread;
    private static volatile bool _isAsleep;

    /// <summary>Whether the watchdog sleeps for longer than its tick.</summary>
    public static bool IsAsleep => _isAsleep;

    public static void Attend(ActorGroupRun run)
    {
        lock (_lock)
        {
            if (!run.IsAttended)
            {
                (run.NextAttended, run.PreviousAttended, run.IsAttended) = (_first, null, true);
                _first?.PreviousAttended = run;
                _first = run;
            }

            if (!_hasThread)
            {
                _hasThread = Threads.TryStart(static _ => Watch(), null, "OkRun.Async watchdog");
            }
            else if (_isAsleep)
            {
                _isAsleep = false;
                Monitor.Pulse(_lock);
            }
        }
    }

    public static void Drop(ActorGroupRun run)
    {
        lock (_lock)
        {
            DropNoLock(run);
        }
    }

    private static void DropNoLock(ActorGroupRun run)
    {
        if (!run.IsAttended)
        {
            return;
        }

        if (run.PreviousAttended is { } previous)
        {
            previous.NextAttended = run.NextAttended;
        }
        else
        {
            _first = run.NextAttended;
        }

        run.NextAttended?.PreviousAttended = run.PreviousAttended;
        (run.NextAttended, run.PreviousAttended, run.IsAttended) = (null, null, false);
    }

    private static void Watch()
    {
        var wait = _tick;
        while (TryWait(wait))
        {
            wait = Look();
        }
    }

    /// <summary>Looks at all attended runs. Returns how long to wait for the next look.</summary>
    private static TimeSpan Look()
    {
        var now = TimeProvider.System.GetTimestamp();
        var wait = Timeout.InfiniteTimeSpan;
        foreach (var run in _looked)
        {
            var next = run.Look(now, _tick);
            if (next == Timeout.InfiniteTimeSpan)
            {
                DropIdle(run);
            }
            else if (wait == Timeout.InfiniteTimeSpan || next < wait)
            {
                wait = next;
            }
        }

        _looked.Clear();
        var cost = TimeProvider.System.GetElapsedTime(now, TimeProvider.System.GetTimestamp());
        var least = TimeSpan.FromTicks(Math.Min(cost.Ticks * 10, _longestTick.Ticks)); // little of a core, however many actors there are
        wait = wait == Timeout.InfiniteTimeSpan ? _tick : wait; // runs may have come meanwhile
        return wait > least ? wait : least;
    }

    private static void DropIdle(ActorGroupRun run)
    {
        lock (_lock)
        {
            DropNoLock(run);
        }

        Interlocked.MemoryBarrier();
        if (run.HasDue)
        {
            Attend(run);
        }
    }

    /// <summary>Waits for the next look, and notes the runs to look at. Returns false when the thread is no longer needed.</summary>
    [SuppressMessage("Reliability", "CA2002", Justification = "The lock is a private object.")]
    private static bool TryWait(TimeSpan wait)
    {
        lock (_lock)
        {
            if (!HasRunsNoLock())
            {
                _isAsleep = true;
                var isPulsed = Monitor.Wait(_lock, _patience);
                _isAsleep = false;
                if (!isPulsed && !HasRunsNoLock()) // a run may have come just as the time was over
                {
                    _hasThread = false;
                    return false;
                }

                wait = _tick;
            }

            _isAsleep = wait > _longestTick;
            Interlocked.MemoryBarrier();
            if (_isAsleep && AnyDueNoLock())
            {
                wait = _tick; // it became due before it could see that the watchdog sleeps
            }

            Monitor.Wait(_lock, wait);
            _isAsleep = false;
            for (var run = _first; run is not null; run = run.NextAttended)
            {
                _looked.Add(run);
            }

            return true;
        }
    }

    private static bool HasRunsNoLock() => _first is not null;

    private static bool AnyDueNoLock()
    {
        for (var run = _first; run is not null; run = run.NextAttended)
        {
            if (run.HasDue)
            {
                return true;
            }
        }

        return false;
    }
}
