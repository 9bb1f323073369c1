using System.Diagnostics;
using OkRun.Async.Benchmarks.Contenders;

namespace OkRun.Async.Benchmarks.Also;

/// <summary>When actors that block in their cancellation callback are told to stop: one after the other by hand, side by side in a group.</summary>
internal static class StopLatency
{
    public static async Task<IReadOnlyList<string>> MeasureAsync(int actors, TimeSpan block)
    {
        var byHand = await ToldAsync(actors, block, bodies => HandWritten.RunAsync([.. bodies]));
        var ours = await ToldAsync(actors, block, bodies =>
        {
            var group = new ActorGroup();
            foreach (var body in bodies)
            {
                group.Add("actor", body);
            }

            return group.RunAsync();
        });
        return
        [
            $"| {actors} actors, {block.TotalMilliseconds:0} ms each | first told after ms | median | last | all over |",
            "|---|---:|---:|---:|---:|",
            Row("by hand", byHand),
            Row("OkRun.Async", ours),
        ];
    }

    private static string Row(string name, (double[] Told, double Over) times) =>
        FormattableString.Invariant($"| {name} | {times.Told[0]:0} | {times.Told[times.Told.Length / 2]:0} | {times.Told[^1]:0} | {times.Over:0} |");

    private static async Task<(double[] Told, double Over)> ToldAsync(int actors, TimeSpan block, Func<IEnumerable<Func<CancellationToken, Task>>, Task> run)
    {
        var told = new double[actors];
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = new CountdownEvent(actors);
        long from = 0;
        var bodies = Enumerable.Range(0, actors).Select(i => (Func<CancellationToken, Task>)(async token =>
        {
            using var registration = token.Register(() =>
            {
                told[i] = Stopwatch.GetElapsedTime(from).TotalMilliseconds;
                Thread.Sleep(block);
            });
            waiting.Signal();
            await Task.Delay(Timeout.InfiniteTimeSpan, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }));
        var running = run(bodies.Append(_ => stop.Task));
        waiting.Wait();
        from = Stopwatch.GetTimestamp();
        stop.SetResult();
        await running;
        waiting.Dispose();
        return ([.. told.Order()], Stopwatch.GetElapsedTime(from).TotalMilliseconds);
    }
}
