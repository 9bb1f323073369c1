using System.Diagnostics;

namespace OkRun.Async.Benchmarks.Isolation;

/// <summary>The rows of <see cref="Rows"/> for another way to run actors. A row that it has no counterpart for is null. One process plays one row.</summary>
internal abstract class PeerRows
{
    /// <summary>In the order of <see cref="Rows.All"/>.</summary>
    public IReadOnlyList<Func<int, double>?> All =>
    [
        Starts,
        blockers => Stops(blockers, TimeSpan.FromMilliseconds(500)),
        blockers => Stops(blockers, TimeSpan.FromMilliseconds(10)),
        Callbacks,
        Hooks,
        Limited,
        ForeignStart,
        ForeignStop,
    ];

    protected virtual Func<int, double>? Hooks => null;

    protected virtual Func<int, double>? Limited => null;

    /// <summary>Prepares what is not measured.</summary>
    protected abstract Playable Build(IEnumerable<Func<CancellationToken, Task>> bodies);

    protected static Task Waits(CancellationToken token) => Task.Delay(Timeout.Infinite, token);

    protected static double TimeOfStop(Playable run)
    {
        var clock = Stopwatch.StartNew();
        Rows.Wait(run.StopAsync());
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>The stop has a thread of its own: a peer that blocks it does not keep the row from seeing the call.</summary>
    protected static double TimeFromStop(Playable run, CountdownEvent running, ManualResetEventSlim called)
    {
        run.Start();
        running.Wait();
        Thread.Sleep(100);
        var clock = Stopwatch.StartNew();
        new Thread(() => _ = run.StopAsync()).Start();
        called.Wait();
        return clock.Elapsed.TotalSeconds;
    }

    private double Starts(int blockers)
    {
        using var started = new ManualResetEventSlim();
        var run = Build([.. Enumerable.Repeat(Rows.Polls, blockers), StartedBody(started)]);
        var clock = Stopwatch.StartNew();
        run.Start();
        started.Wait();
        return clock.Elapsed.TotalSeconds;
    }

    private double Stops(int blockers, TimeSpan after)
    {
        var run = Build([.. Enumerable.Repeat(Rows.Polls, blockers), Waits]);
        run.Start();
        Thread.Sleep(after);
        return TimeOfStop(run);
    }

    private double Callbacks(int blockers)
    {
        using var called = new ManualResetEventSlim();
        using var running = new CountdownEvent(blockers + 1);
        var run = Build([.. Enumerable.Range(0, blockers + 1).Select(i => Registers(running, i, i == blockers / 2 ? called.Set : () => Thread.Sleep(Timeout.InfiniteTimeSpan)))]);
        return TimeFromStop(run, running, called);
    }

    private double ForeignStart(int blockers)
    {
        using var started = new ManualResetEventSlim();
        var run = Build([StartedBody(started)]);
        Rows.BlockThePool(blockers + 16);
        var clock = Stopwatch.StartNew();
        run.Start();
        started.Wait();
        return clock.Elapsed.TotalSeconds;
    }

    private double ForeignStop(int blockers)
    {
        using var started = new ManualResetEventSlim();
        var run = Build([StartedBody(started)]);
        Rows.BlockThePool(blockers + 16);
        run.Start();
        started.Wait();
        Thread.Sleep(100);
        return TimeOfStop(run);
    }

    private static Func<CancellationToken, Task> StartedBody(ManualResetEventSlim started) => token =>
    {
        started.Set();
        return Waits(token);
    };

    /// <summary>They register in their order: where they share a token, the innocent callback is in the middle then.</summary>
    private static Func<CancellationToken, Task> Registers(CountdownEvent running, int index, Action callback) => token =>
    {
        SpinWait.SpinUntil(() => running.InitialCount - running.CurrentCount == index);
        token.Register(callback);
        running.Signal();
        return Waits(token);
    };

    /// <summary>A run that has not started yet.</summary>
    internal sealed record Playable(Action Start, Func<Task> StopAsync);
}
