using Microsoft.Coyote.Specifications;

namespace OkRun.Async;

/// <summary>Stands in for the pool of the system, whose raw work items Coyote does not schedule: each one becomes a task, which it does.</summary>
internal static class ThreadPool
{
    private static List<Action>? _kept;

    /// <summary>Whether the pool begins nothing, as if other work held all of its threads.</summary>
    public static bool IsBlocked => _kept is not null;

    public static bool UnsafeQueueUserWorkItem(IThreadPoolWorkItem callBack, bool preferLocal) => Queue(callBack.Execute);

    public static bool UnsafeQueueUserWorkItem<T>(Action<T> callBack, T state, bool preferLocal) => Queue(() => callBack(state));

    /// <summary>Starts a task that stands in for a thread, whatever the pool does.</summary>
    internal static bool Start(Action work)
    {
        _ = Task.Run(() => Survive(work));
        return true;
    }

    internal static bool Queue(Action work)
    {
        if (_kept is not { } kept)
        {
            return Start(work);
        }

        lock (kept)
        {
            kept.Add(work);
        }

        return true;
    }

    internal static void Block() => _kept = [];

    /// <summary>Begins what was queued meanwhile, except where a scenario is over and wants no more of it.</summary>
    internal static void Unblock(bool begins)
    {
        if (Interlocked.Exchange(ref _kept, null) is not { } kept || !begins)
        {
            return;
        }

        lock (kept)
        {
            kept.ForEach(static work => Start(work));
        }
    }

    // Coyote ends what is left of an iteration with a ThreadInterruptedException.
    private static void Survive(Action work)
    {
        try
        {
            work();
        }
        catch (Exception exception) when (exception is not ThreadInterruptedException)
        {
            Specification.Assert(false, $"A work item of the core threw, which ends a process: {exception}");
            throw;
        }
    }
}
