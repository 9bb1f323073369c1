using System.Diagnostics;
using System.Globalization;

namespace OkRun.Async.Endurance;

/// <summary>Plays a trial twice, and measures what the second time leaves behind: what is made once, or grows to what a trial needs and stays so, was there after the first.</summary>
internal sealed class Watch : IDisposable
{
    private const int AllowedKiB = 256;
    private const int AllowedHandles = 4;
    private const int AllowedThreads = 24; // the pool keeps what it has grown to for a while

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30); // a thread that the pool no longer needs goes after 20

    private int _unobserved;

    public Watch() => TaskScheduler.UnobservedTaskException += Count;

    public static void WriteHeader() => Console.WriteLine(Row("", "1st s", "2nd s", "KiB", "large KiB", "resident", "handles", "threads", "unobserved"));

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Count;

    public async Task<bool> SeesNothingLeftAsync(string name, Func<Trial> make)
    {
        using var trial = make();
        var threads = Footprint.Measure().Threads; // after the first time some may not have gone yet
        var (first, failure) = await PlayAsync(trial.PlayAsync);
        var before = Footprint.Measure() with { Threads = threads };
        var (second, failureAgain) = await PlayAsync(trial.PlayAsync);
        failure ??= failureAgain;
        var after = Footprint.Measure();
        for (var wait = Stopwatch.StartNew(); wait.Elapsed < _patience && !IsFlat(before, after);)
        {
            await Task.Delay(100);
            after = Footprint.Measure();
        }

        var isFlat = IsFlat(before, after);
        failure ??= (await PlayAsync(trial.EndAsync)).Failure;
        Console.WriteLine(Row(
            name, Text(first), Text(second), $"{before.KiB}->{after.KiB}", $"{before.LargeKiB}->{after.LargeKiB}", $"{before.ResidentKiB}->{after.ResidentKiB}",
            $"{before.Handles}->{after.Handles}", $"{before.Threads}->{after.Threads}", $"{_unobserved}") + (isFlat && failure is null ? " ok" : " BROKEN"));
        if (failure is not null)
        {
            Console.WriteLine(failure);
        }

        return isFlat && failure is null;
    }

    private static string Row(params string[] cells) => $"{cells[0],-40}" + string.Concat(cells[1..].Select((cell, column) => cell.PadLeft(column is 2 or 3 or 4 ? 15 : 11)));

    private static string Text(double seconds) => seconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static async Task<(double Seconds, string? Failure)> PlayAsync(Func<Task> play)
    {
        var clock = Stopwatch.StartNew();
        string? failure = null;
        try
        {
            await play();
        }
#pragma warning disable CA1031 // one trial that fails does not keep the others from being played
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = exception.ToString();
        }

        var seconds = clock.Elapsed.TotalSeconds;
        await Task.Yield(); // off the stack that ended the trial, which still holds its group and its run
        return (seconds, failure);
    }

    private bool IsFlat(Footprint before, Footprint after) =>
        after.KiB - before.KiB < AllowedKiB && after.Handles - before.Handles <= AllowedHandles && after.Threads - before.Threads <= AllowedThreads && _unobserved == 0;

    private void Count(object? sender, UnobservedTaskExceptionEventArgs args) => Interlocked.Increment(ref _unobserved);
}
