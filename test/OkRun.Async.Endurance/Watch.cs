using System.Diagnostics;
using System.Globalization;

namespace OkRun.Async.Endurance;

/// <summary>Measures what a trial leaves behind. It is played small once before, so that what is made only once does not count.</summary>
internal sealed class Watch : IDisposable
{
    private const long AllowedKiB = 20_480; // the pool's queue keeps segments of the size it once needed; one leaked object for each of a million runs would be more
    private const int AllowedHandles = 4;
    private const int AllowedThreads = 24; // the pool keeps what it has grown to for a while

    private int _unobserved;

    public Watch() => TaskScheduler.UnobservedTaskException += Count;

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Count;

    public async Task<bool> SeesNothingLeftAsync(string name, Func<Task> trial)
    {
        await Trials.ManyRunsAsync(1_000);
        var before = Measure();
        var clock = Stopwatch.StartNew();
        string? failure = null;
        try
        {
            await trial();
        }
#pragma warning disable CA1031 // one trial that fails does not keep the others from being played
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = exception.ToString();
        }

        var seconds = clock.Elapsed.TotalSeconds;
        var after = Measure();
        for (var wait = 0; wait < 300 && !IsFlat(before, after); wait++)
        {
            await Task.Delay(100);
            after = Measure();
        }

        var isFlat = IsFlat(before, after);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-40} {seconds,7:0.0} {before.KiB,11} {after.KiB,11} {$"{before.Handles}->{after.Handles}",9} {$"{before.Threads}->{after.Threads}",9} {_unobserved,10} {(isFlat && failure is null ? "ok" : "BROKEN")}"));
        if (failure is not null)
        {
            Console.WriteLine(failure);
        }

        return isFlat && failure is null;
    }

    private static (long KiB, int Handles, int Threads) Measure()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: true) / 1_024, process.HandleCount, process.Threads.Count);
    }

    private bool IsFlat((long KiB, int Handles, int Threads) before, (long KiB, int Handles, int Threads) after) =>
        after.KiB - before.KiB < AllowedKiB && after.Handles - before.Handles <= AllowedHandles && after.Threads - before.Threads <= AllowedThreads && _unobserved == 0;

    private void Count(object? sender, UnobservedTaskExceptionEventArgs args) => Interlocked.Increment(ref _unobserved);
}
