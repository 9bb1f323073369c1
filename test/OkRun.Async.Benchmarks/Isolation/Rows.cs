using System.Diagnostics;

namespace OkRun.Async.Benchmarks.Isolation;

/// <summary>What is measured: how long an innocent actor, or the whole run, waits because of K that block. Each row is played in a process of its own.</summary>
internal sealed record Row(string Name, double Bar, Func<int, double> Measure);

/// <summary>Nothing here waits by a thread of the pool, which is what the rows take away.</summary>
internal static class Rows
{
    public static IReadOnlyList<Row> All { get; } =
    [
        new("K block before their first await: an innocent actor starts", 0.2, Starts),
        new("the same, all obey their token: the stop is over", 0.3, blockers => Stops(blockers, TimeSpan.FromMilliseconds(500))),
        new("the same, 10 ms after the start", 0.3, blockers => Stops(blockers, TimeSpan.FromMilliseconds(10))),
        new("K token callbacks block: the callback of an innocent token in the middle", 0.2, Callbacks),
        new("K hooks block: an innocent hook, added last", 0.2, Hooks),
        new("K hooks hang, StopTimeout 0.5 s: the run is over, all named", 0.8, Limited),
        new("K + 16 foreign work items block the pool: an actor starts", 0.2, ForeignStart),
        new("the same: its run stops", 0.3, ForeignStop),
    ];

    private static double Starts(int blockers)
    {
        using var started = new ManualResetEventSlim();
        ActorGroup group = [];
        Add(group, blockers, Polls);
        group.Add("innocent", token =>
        {
            started.Set();
            return Task.Delay(Timeout.Infinite, token);
        });
        var clock = Stopwatch.StartNew();
        _ = group.Start(); // it ends with its process
        started.Wait();
        return clock.Elapsed.TotalSeconds;
    }

    private static double Stops(int blockers, TimeSpan after)
    {
        ActorGroup group = [];
        Add(group, blockers, Polls);
        group.Add("innocent", token => Task.Delay(Timeout.Infinite, token));
        var run = group.Start();
        Thread.Sleep(after);
        return TimeOfStop(run);
    }

    private static double Callbacks(int blockers)
    {
        using var called = new ManualResetEventSlim();
        ActorGroup group = [];
        Add(group, blockers / 2, BlocksInItsCallback);
        group.Add("innocent", token =>
        {
            token.Register(called.Set);
            return Task.Delay(Timeout.Infinite, token);
        });
        Add(group, blockers - (blockers / 2), BlocksInItsCallback);
        return TimeFromStop(group, called);
    }

    private static double Hooks(int blockers)
    {
        using var called = new ManualResetEventSlim();
        ActorGroup group = [];
        for (var i = 0; i < blockers; i++)
        {
            group.Add($"blocks {i}", token => Task.Delay(Timeout.Infinite, token), _ => Thread.Sleep(Timeout.InfiniteTimeSpan));
        }

        group.Add("innocent", token => Task.Delay(Timeout.Infinite, token), _ => called.Set());
        return TimeFromStop(group, called);
    }

    private static double Limited(int blockers)
    {
        var group = new ActorGroup(new() { StopTimeout = TimeSpan.FromSeconds(0.5) });
        for (var i = 0; i < blockers; i++)
        {
            group.Add($"hangs {i}", token => Task.Delay(Timeout.Infinite, token), _ => Thread.Sleep(Timeout.InfiniteTimeSpan));
        }

        var run = group.Start();
        Wait(run.Ready);
        var time = TimeOfStop(run);
        var named = (run.Completion.Exception?.InnerException as StopTimeoutException)?.Actors.Count ?? 0;
        return named == blockers ? time : throw new InvalidOperationException($"{named} of {blockers} actors are named.");
    }

    private static double ForeignStart(int blockers)
    {
        using var started = new ManualResetEventSlim();
        BlockThePool(blockers + 16);
        var clock = Stopwatch.StartNew();
        _ = new ActorGroup { { "actor", token => { started.Set(); return Task.Delay(Timeout.Infinite, token); } } }.Start();
        started.Wait();
        return clock.Elapsed.TotalSeconds;
    }

    private static double ForeignStop(int blockers)
    {
        using var started = new ManualResetEventSlim();
        BlockThePool(blockers + 16);
        var run = new ActorGroup { { "actor", token => { started.Set(); return Task.Delay(Timeout.Infinite, token); } }, Actor.Until(CancellationToken.None) }.Start();
        started.Wait();
        Thread.Sleep(100);
        return TimeOfStop(run);
    }

    private static double TimeOfStop(ActorGroupRun run)
    {
        var clock = Stopwatch.StartNew();
        run.Stop();
        Wait(run.Completion);
        return clock.Elapsed.TotalSeconds;
    }

    private static double TimeFromStop(ActorGroup group, ManualResetEventSlim called)
    {
        var run = group.Start();
        Wait(run.Ready);
        Thread.Sleep(100);
        var clock = Stopwatch.StartNew();
        run.Stop();
        called.Wait();
        return clock.Elapsed.TotalSeconds;
    }

    public static void Wait(Task task) => ((IAsyncResult)task).AsyncWaitHandle.WaitOne();

    private static void Add(ActorGroup group, int count, Func<CancellationToken, Task> execute)
    {
        for (var i = 0; i < count; i++)
        {
            group.Add("blocks", execute);
        }
    }

    public static void BlockThePool(int items)
    {
        for (var i = 0; i < items; i++)
        {
            ThreadPool.QueueUserWorkItem(static _ => Thread.Sleep(Timeout.InfiniteTimeSpan));
        }

        Thread.Sleep(100);
    }

    public static Task Polls(CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            Pause(5);
        }

        return Task.CompletedTask;
    }

    private static void Pause(int milliseconds) => Thread.Sleep(milliseconds);

    private static Task BlocksInItsCallback(CancellationToken token)
    {
        token.Register(static () => Thread.Sleep(Timeout.InfiniteTimeSpan));
        return Task.Delay(Timeout.Infinite, token);
    }
}
