namespace OkRun.Async.Benchmarks.Contenders;

/// <summary>
/// What a careful user writes. It has none of the laws (one token for all, so an actor that blocks when cancelled delays the others; no hooks; failures by
/// position and not in time), and the cheapest correct form of each line: no exception is thrown for a cancelled task.
/// </summary>
internal static class HandWritten
{
    public static async Task RunAsync(Func<CancellationToken, Task>[] bodies)
    {
        using var stop = new CancellationTokenSource();
        var token = stop.Token;
        var tasks = new Task[bodies.Length];
        for (var i = 0; i < bodies.Length; i++)
        {
            var body = bodies[i];
            tasks[i] = Task.Run(() => body(token), CancellationToken.None);
        }

        var first = await Task.WhenAny(tasks);
        await stop.CancelAsync();
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
    }
}
