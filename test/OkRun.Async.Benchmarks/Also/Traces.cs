using System.Diagnostics;

namespace OkRun.Async.Benchmarks.Also;

/// <summary>The price of asking an actor where it is, by the depth of its chain of awaits. Without the question there is none.</summary>
internal static class Traces
{
    private const int Rounds = 20_000;

    public static async Task<IReadOnlyList<string>> MeasureAsync(params IEnumerable<int> depths)
    {
        List<string> lines = ["| frames | | first, ms | second, ms | steady, µs | bytes |", "|---:|---|---:|---:|---:|---:|"];
        foreach (var depth in depths)
        {
            var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var actor = new Actor("deep", _ => DescendAsync(depth - 1, release.Task));
            var run = new ActorGroup { actor }.Start();
            await run.Ready;
            while (run.Actors[0].BlocksThread)
            {
                await Task.Yield(); // it has not come to its await yet
            }

            lines.Add(Row(depth, "Trace", () => run.Trace(actor)));
            lines.Add(Row(depth, "Location", () => run.Location(actor)));
            lines.Add(Row(depth, "ToString() of the run", run.ToString));
            release.SetResult();
            await run.Completion;
        }

        return lines;
    }

    private static string Row(int depth, string what, Func<string> ask)
    {
        var (first, second) = (Time(ask, 1), Time(ask, 1));
        Time(ask, Rounds); // until its code is compiled
        var before = GC.GetAllocatedBytesForCurrentThread();
        var steady = Time(ask, Rounds);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return FormattableString.Invariant($"| {depth} | {what} | {first.TotalMilliseconds:0.0} | {second.TotalMilliseconds:0.00} | {steady.TotalMicroseconds / Rounds:0.0} | {bytes / Rounds:N0} |");
    }

    private static TimeSpan Time(Func<string> ask, int times)
    {
        var from = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++)
        {
            ask();
        }

        return Stopwatch.GetElapsedTime(from);
    }

    private static async Task DescendAsync(int depth, Task end)
    {
        await (depth == 0 ? end : DescendAsync(depth - 1, end));
    }
}
