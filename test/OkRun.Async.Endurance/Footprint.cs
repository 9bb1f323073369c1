using System.Diagnostics;

namespace OkRun.Async.Endurance;

/// <summary>
/// What the process holds. Of the memory that is alive only small objects are ours to answer for: those of a run, its actors and their tokens are small, and one left behind for each of a million
/// would be 20 MiB. Large ones, arrays of 85,000 bytes and more, are the queues of the pool, which it keeps at the size they once grew to: after a million actors 24 to 32 MiB, arrays of its threads'
/// own queues and the last segment of the shared one. Which thread's queue grows is chance, so they need not be flat.
/// </summary>
internal readonly record struct Footprint(long KiB, long LargeKiB, long ResidentKiB, int Handles, int Threads)
{
    private const int Large = 3;

    public static Footprint Measure()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var generations = GC.GetGCMemoryInfo(GCKind.Any).GenerationInfo;
        var (small, large) = (0L, 0L);
        for (var generation = 0; generation < generations.Length; generation++)
        {
            var alive = generations[generation].SizeAfterBytes - generations[generation].FragmentationAfterBytes;
            small += generation == Large ? 0 : alive;
            large += generation == Large ? alive : 0;
        }

        using var process = Process.GetCurrentProcess();
        return new(small / 1_024, large / 1_024, process.WorkingSet64 / 1_024, process.HandleCount, process.Threads.Count);
    }
}
