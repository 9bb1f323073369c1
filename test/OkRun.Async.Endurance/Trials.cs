namespace OkRun.Async.Endurance;

internal static class Trials
{
    private static readonly InvalidOperationException _failure = new("boom");

    /// <summary>Groups that end, fail, are stopped and are cancelled, with hooks, gates and one-shots.</summary>
    public static async Task ManyRunsAsync(int count)
    {
        var gate = new Actor("gate", static (ready, token) =>
        {
            ready();
            return UntilAsync(token);
        });
        var hooks = 0;
        var ends = new ActorGroup { { "ends", static _ => Task.CompletedTask, _ => Interlocked.Increment(ref hooks) }, { "waits", UntilAsync } };
        var fails = new ActorGroup { gate, new Actor("fails", static _ => Task.FromException(_failure)) { After = [gate] }, { "waits", UntilAsync } };
        var waits = new ActorGroup { { "one", UntilAsync }, { "two", UntilAsync } };
        var oneShots = new ActorGroup { new Actor("one", static _ => Task.CompletedTask) { OneShot = true }, new Actor("two", YieldAsync) { OneShot = true } };
        for (var run = 0; run < count; run += 4)
        {
            await ends.RunAsync();
            Require(await FailureOfAsync(fails.RunAsync()) == _failure);
            await oneShots.RunAsync();
            await using var stopped = waits.Start();
            stopped.Stop();
            await stopped.Completion;
        }

        Require(hooks == (count + 3) / 4);
    }

    public static async Task OneTokenAsync(int count)
    {
        using var caller = new CancellationTokenSource();
        var group = new ActorGroup { { "ends", YieldAsync }, { "waits", UntilAsync } };
        for (var run = 0; run < count; run++)
        {
            await group.RunAsync(caller.Token);
        }

        await caller.CancelAsync();
        Require(await FailureOfAsync(group.RunAsync(caller.Token)) is OperationCanceledException);
    }

    public static async Task ManyActorsAsync(int count)
    {
        var ended = 0;
        var actor = async (CancellationToken token) =>
        {
            await UntilAsync(token);
            Interlocked.Increment(ref ended);
        };
        var group = new ActorGroup();
        for (var index = 0; index < count; index++)
        {
            group.Add("one of many", actor);
        }

        await using var run = group.Start();
        await run.Ready;
        run.Stop();
        await run.Completion;
        Require(ended == count);
    }

    public static async Task ManyGroupsAsync(int count)
    {
        using var caller = new CancellationTokenSource();
        var runs = Enumerable.Range(0, count).Select(_ => new ActorGroup { { "one", UntilAsync }, { "two", UntilAsync, _ => { } } }.Start(caller.Token)).ToList();
        await Task.WhenAll(runs.Select(run => run.Ready));
        await caller.CancelAsync();
        foreach (var run in runs)
        {
            Require(await FailureOfAsync(run.Completion) is OperationCanceledException);
        }
    }

    /// <summary>No stack overflows: not on the start, not on the stop, not when a failure comes all the way up.</summary>
    public static async Task DeepAsync(int depth)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stopped = Nested(depth, token =>
        {
            entered.SetResult();
            return UntilAsync(token);
        }).Start();
        await entered.Task;
        stopped.Stop();
        await stopped.Completion;
        Require(await FailureOfAsync(Nested(depth, static _ => Task.FromException(_failure)).RunAsync()) == _failure);
        await Nested(depth, YieldAsync).RunAsync();
    }

    /// <summary>As many blocking actors as there are: with a thread each they wait neither for the pool to start nor to be told.</summary>
    public static async Task BlockingAsync(int count)
    {
        var group = new ActorGroup();
        for (var index = 0; index < count; index++)
        {
            group.Add(Actor.Blocking("blocks", static token => token.WaitHandle.WaitOne()));
        }

        group.Add("ends", YieldAsync);
        await group.RunAsync().WaitAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>
    /// Actors that block their threads of the pool until they are told, and one that would stop them all. The laws promise that all start and all are told; when is the pool's to say, which adds a
    /// thread or two a second to those it has. The second time it still has them.
    /// </summary>
    public static async Task StarvedAsync(int count)
    {
        var group = new ActorGroup();
        for (var index = 0; index < count; index++)
        {
            group.Add("blocks", static token =>
            {
                token.WaitHandle.WaitOne();
                return Task.CompletedTask;
            });
        }

        group.Add("ends", YieldAsync);
        await group.RunAsync().WaitAsync(TimeSpan.FromMinutes(5));
    }

    public static async Task HangingAsync(int count)
    {
        var group = new ActorGroup(new() { StopTimeout = TimeSpan.FromMilliseconds(1) })
        {
            new Actor("hangs", UntilAsync) { Interrupt = static (_, _) => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously).Task },
            new Actor("waits for its deadline", UntilAsync) { Interrupt = static (_, deadline) => UntilAsync(deadline) },
        };
        for (var run = 0; run < count; run++)
        {
            await using var hanging = group.Start();
            hanging.Stop();
            Require(await FailureOfAsync(hanging.Completion) is StopTimeoutException { Actors.Count: 1 or 2 });
        }
    }

    private static ActorGroup Nested(int depth, Func<CancellationToken, Task> innermost)
    {
        var group = new ActorGroup { { "innermost", innermost } };
        for (var level = 1; level < depth; level++)
        {
            group = new ActorGroup { { "inner", group.RunAsync } };
        }

        return group;
    }

    private static async Task YieldAsync(CancellationToken token) => await Task.Yield();

    private static async Task UntilAsync(CancellationToken token)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(told.SetResult);
        await told.Task;
    }

    private static async Task<Exception?> FailureOfAsync(Task task)
    {
        await Task.WhenAny(task);
        return task.IsCanceled ? new OperationCanceledException() : task.Exception?.InnerExceptions[0];
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("The trial did not end as it should.");
        }
    }
}
