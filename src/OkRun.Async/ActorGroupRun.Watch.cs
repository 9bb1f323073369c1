namespace OkRun.Async;

// What the watchdog sees of a run.
public sealed partial class ActorGroupRun
{
    private const int Brisk = 64; // jobs begun from one look to the next: the pool is busy, but it is not blocked
    private const int MostThreads = 128; // at one look: on a machine that is merely busy all jobs of a large group may seem overdue

    private volatile bool _hasDue;
    private int _dueBefore; // jobs that were due at the last look

    internal bool HasDue => _hasDue;

    /// <summary>Whether the watchdog looks at this run.</summary>
    internal volatile bool IsAttended;

    internal ActorGroupRun? NextAttended { get; set; }

    internal ActorGroupRun? PreviousAttended { get; set; }

    /// <summary>Something is due: the watchdog has to look. Costs two flags where it does already.</summary>
    internal void Attend()
    {
        if (_hasDue && IsAttended && !Watchdog.IsAsleep)
        {
            return;
        }

        _hasDue = true;
        Interlocked.MemoryBarrier();
        if (!IsAttended || Watchdog.IsAsleep)
        {
            Watchdog.Attend(this);
        }
    }

    /// <summary>Rescues what is overdue. Returns how long to wait for the next look; infinite where none is needed.</summary>
    internal TimeSpan Look(long now, TimeSpan tick)
    {
        _hasDue = false;
        Interlocked.MemoryBarrier();
        List<(WorkItem Item, Jobs Jobs)> overdue = [];
        var due = 0;
        var isCancelling = false;
        var wait = Timeout.InfiniteTimeSpan;
        foreach (var actor in _actors)
        {
            Look(actor);
            isCancelling |= TracksTokens && actor.LookAtToken();
            if (_state.HasLimits && actor.LookAtLimit(now) is { } left && (wait == Timeout.InfiniteTimeSpan || left < wait))
            {
                wait = left;
            }
        }

        if (_dueBefore - overdue.Count < Brisk)
        {
            foreach (var (item, jobs) in overdue.Take(MostThreads))
            {
                item.Rescue(jobs);
            }
        }

        _dueBefore = due;
        if (due == 0 && !isCancelling)
        {
            return wait;
        }

        _hasDue = true;
        return wait == Timeout.InfiniteTimeSpan || wait > tick ? tick : wait;

        void Look(WorkItem item)
        {
            var (isDue, late) = item.Look();
            due += isDue ? 1 : 0;
            if (late != Jobs.None)
            {
                overdue.Add((item, late));
            }
        }
    }
}
