namespace OkRun.Async;

/// <summary>
/// The watchdog as one more party: where a run has something due, tasks look at it one after the other, as the thread of the core does, and as much time passes between two looks as Coyote lets it.
/// So any job may be rescued at any moment, also just as the pool takes it.
/// </summary>
internal static class Watchdog
{
    private const int Looks = 6; // at what has become due; where the pool works, more would only make schedules longer

    public static bool IsAsleep => false;

    public static void Attend(ActorGroupRun run)
    {
        lock (run.Completion)
        {
            if (run.IsAttended)
            {
                return;
            }

            run.IsAttended = true;
        }

        Look(run, Looks);
    }

    public static void Drop(ActorGroupRun run)
    {
        lock (run.Completion)
        {
            run.IsAttended = false;
        }
    }

    private static void Look(ActorGroupRun run, int looks) => ThreadPool.Start(() =>
    {
        if (run.Look(0, TimeSpan.FromTicks(1)) != Timeout.InfiniteTimeSpan && (looks > 0 || ThreadPool.IsBlocked))
        {
            Look(run, looks - 1);
            return;
        }

        Drop(run);
        if (run.HasDue && ThreadPool.IsBlocked)
        {
            Attend(run);
        }
    });
}
