namespace OkRun.Async.Benchmarks.Also;

/// <summary>A group of about n parts that is run from start to stop, and what its cost is divided by.</summary>
/// <param name="Name">What it looks like.</param>
/// <param name="Build">Prepares a run of size n. Returns the number of parts, and the run.</param>
internal sealed record Shape(string Name, Func<int, (int Parts, Func<Task> Run)> Build);

/// <summary>The shapes in which a cost that is not linear would show.</summary>
internal static class Shapes
{
    private const int Layers = 30;

    public static IReadOnlyList<Shape> All { get; } =
    [
        Side("side by side", static (group, n) => Add(group, n, Waits)),
        Side("with an observer", static (group, n) => Add(group, n, Waits), new Silent()),
        Side("with ActorGroupObserver.WriteTo", static (group, n) => Add(group, n, Waits), ActorGroupObserver.WriteTo(TextWriter.Null)),
        new("overlapping runs of one group", static n => (n, () => OverlapAsync(n))),
        Side("a chain", static (group, n) =>
        {
            Actor? last = null;
            for (var i = 0; i < n; i++)
            {
                last = group.Add(new Actor("actor", Waits) { After = last is null ? [] : [last] });
            }
        }),
        Side("one after all others", static (group, n) => group.Add(new Actor("last", Waits) { After = [.. Enumerable.Range(1, n - 1).Select(_ => group.Add("actor", Waits))] })),
        Side("all after one", static (group, n) =>
        {
            var first = group.Add("first", Waits);
            for (var i = 1; i < n; i++)
            {
                group.Add(new Actor("actor", Waits) { After = [first] });
            }
        }),
        new("30 dense layers, an edge", static edges =>
        {
            var width = Math.Max(1, (int)Math.Sqrt(edges / (double)(Layers - 1)));
            ActorGroup group = [];
            Actor[] below = [];
            for (var layer = 0; layer < Layers; layer++)
            {
                below = [.. Enumerable.Range(0, width).Select(_ => group.Add(new Actor("actor", Waits) { After = below }))];
            }

            return (width * width * (Layers - 1), () => StartAndStopAsync(group));
        }),
        Side("all fail when they are told", static (group, n) => Add(group, n, static async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InvalidOperationException("too late");
        })),
        Side("all with a hook", static (group, n) => Add(group, n, Waits, static _ => { })),
        Side("all with a limit", static (group, n) => Add(group, n, Waits), limit: TimeSpan.FromMinutes(1)),
        new("never stop, limit 10 ms", static n =>
        {
            var group = new ActorGroup(new() { StopTimeout = TimeSpan.FromMilliseconds(10) });
            var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Add(group, n / 5, _ => never.Task);
            return (n / 5, () => StartAndStopAsync(group));
        }),
    ];

    private static Shape Side(string name, Action<ActorGroup, int> fill, ActorGroupObserver? observer = null, TimeSpan? limit = null) => new(name, n =>
    {
        var group = new ActorGroup(new() { Observer = observer, StopTimeout = limit ?? Timeout.InfiniteTimeSpan });
        fill(group, n);
        return (n, () => StartAndStopAsync(group));
    });

    private static Task Waits(CancellationToken token) => Task.Delay(Timeout.InfiniteTimeSpan, token);

    private static void Add(ActorGroup group, int n, Func<CancellationToken, Task> execute, Action<Exception?>? interrupt = null)
    {
        for (var i = 0; i < n; i++)
        {
            group.Add("actor", execute, interrupt);
        }
    }

    private static async Task StartAndStopAsync(ActorGroup group)
    {
        var run = group.Start();
        await run.Ready;
        await run.DisposeAsync();
    }

    private static async Task OverlapAsync(int n)
    {
        ActorGroup group = [];
        group.Add("actor", Waits);
        var runs = new ActorGroupRun[n];
        for (var i = 0; i < n; i++)
        {
            runs[i] = group.Start();
        }

        foreach (var run in runs)
        {
            run.Stop();
        }

        await Task.WhenAll(runs.Select(static run => run.Completion));
    }

    private sealed class Silent : ActorGroupObserver;
}
