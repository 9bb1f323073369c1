namespace OkRun.Async;

/// <summary>
/// Work of a run. It goes to the pool, and the <see cref="Watchdog"/> gives it a thread of its own where the pool does not begin it in time. Each job is due once at a time and done once:
/// whichever thread takes it first.
/// </summary>
internal abstract class WorkItem : IThreadPoolWorkItem
{
    private const int Due = 0x1F;
    private const int SeenShift = 8; // the watchdog has seen the job due
    private const int RescuedShift = 16; // the watchdog has given the job a thread
    private const int Amended = 1 << 24; // there is more to do with the first job
    private const int Cancelling = 1 << 25; // the token may read as cancelled, and nothing has said so yet

    private int _flags;

    protected abstract ActorGroupRun Run { get; }

    /// <summary>The jobs for which the pool is responsible.</summary>
    protected virtual Jobs OfPool => (Jobs)Due;

    void IThreadPoolWorkItem.Execute() => Execute(OfPool);

    /// <summary>Does one of these jobs that is due; none if other threads have taken them all.</summary>
    protected void Execute(Jobs jobs)
    {
        if (Take(jobs) is var job && job != Jobs.None)
        {
            Do(job);
        }
    }

    protected abstract void Do(Jobs job);

    /// <summary>Queues the first job. Nothing else can be due yet, and nothing writes what has nothing due.</summary>
    protected void QueueFirst(Jobs job)
    {
        _flags = (int)job;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        Run.Attend();
    }

    protected void Queue(Jobs job, bool preferLocal)
    {
        Add((int)job);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal);
        Run.Attend();
    }

    /// <summary>Makes a job due without the pool.</summary>
    protected void Expect(Jobs job) => Add((int)job);

    /// <summary>Whether the run waits to know that the token reads as cancelled.</summary>
    protected bool IsCancelling
    {
        get => (Volatile.Read(ref _flags) & Cancelling) != 0;
        set
        {
            if (value)
            {
                Add(Cancelling);
            }
            else
            {
                Unmark(Cancelling);
            }
        }
    }

    /// <summary>Whether a job was amended before it was taken.</summary>
    protected bool IsAmended => (Volatile.Read(ref _flags) & Amended) != 0;

    /// <summary>Amends a job that is due, unless it was taken.</summary>
    protected bool TryAmend(Jobs job) => TryMark((int)job, Amended);

    /// <summary>For the watchdog: which jobs are due, and which of them were due at its last look and have no thread yet.</summary>
    public (bool IsDue, Jobs Overdue) Look()
    {
        var flags = Volatile.Read(ref _flags);
        var due = flags & (int)OfPool;
        if (due == 0)
        {
            return default;
        }

        var seen = due & (flags >> SeenShift);
        if (seen != due)
        {
            _ = Interlocked.CompareExchange(ref _flags, flags | (due << SeenShift), flags); // changed meanwhile: the next look will see
        }

        return (true, (Jobs)(seen & ~(flags >> RescuedShift)));
    }

    /// <summary>For the watchdog: gives overdue jobs threads of their own.</summary>
    public void Rescue(Jobs jobs)
    {
        for (var job = 1; job <= Due; job <<= 1)
        {
            // Marked before the thread runs: it clears the mark when it takes the job, and a mark that comes later would hide the next job of the kind.
            if (((int)jobs & job) != 0 && TryMark(job, job << RescuedShift) && !Threads.TryStart(static item => ((WorkItem)item!).Execute(((WorkItem)item!).OfPool), this))
            {
                Unmark(job << RescuedShift); // the next look tries again
            }
        }
    }

    /// <summary>Takes one of these jobs that is due, if there is any.</summary>
    protected Jobs Take(Jobs jobs)
    {
        while (true)
        {
            var flags = Volatile.Read(ref _flags);
            var due = flags & (int)jobs;
            var job = due & -due;
            if (job == 0)
            {
                return Jobs.None;
            }

            // A thread that was meant for another job takes this one. So no other job counts as rescued any more: the next look gives it another thread, and one too many finds nothing to do.
            if (Interlocked.CompareExchange(ref _flags, flags & ~(job | (job << SeenShift) | (Due << RescuedShift)), flags) == flags)
            {
                return (Jobs)job;
            }
        }
    }

    private bool TryMark(int job, int mark)
    {
        while (true)
        {
            var flags = Volatile.Read(ref _flags);
            if ((flags & job) == 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _flags, flags | mark, flags) == flags)
            {
                return true;
            }
        }
    }

    private void Add(int added)
    {
        int flags;
        do
        {
            flags = Volatile.Read(ref _flags);
        }
        while (Interlocked.CompareExchange(ref _flags, flags | added, flags) != flags);
    }

    private void Unmark(int mark)
    {
        int flags;
        do
        {
            flags = Volatile.Read(ref _flags);
        }
        while (Interlocked.CompareExchange(ref _flags, flags & ~mark, flags) != flags);
    }
}

/// <summary>What a work item has to do, in the order in which it is done where several are due.</summary>
[Flags]
internal enum Jobs
{
    None = 0,

    /// <summary>Go on with the run. Before any code of the actor.</summary>
    Step = 1,

    /// <summary>Start the actor.</summary>
    Start = 2,

    /// <summary>Cancel the actor's token.</summary>
    Cancel = 4,

    /// <summary>Call the actor's interrupt hook.</summary>
    Hook = 8,

    /// <summary>Cancel the token of the hook: its deadline has passed.</summary>
    Deadline = 16,
}
