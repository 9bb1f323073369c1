namespace OkRun.Async.Endurance;

internal static class Trials
{
    private static readonly InvalidOperationException _failure = new("boom");

    /// <summary>Groups that end, fail, are stopped and are cancelled, with hooks, gates and one-shots. All but the cancelled ones have a caller who never cancels.</summary>
    public static Trial ManyRuns(int count)
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
        return new(async caller =>
        {
            hooks = 0;
            for (var run = 0; run < count; run += 5)
            {
                await ends.RunAsync(caller);
                Require(await FailureOfAsync(fails.RunAsync(caller)) == _failure);
                await oneShots.RunAsync(caller);
                await using var stopped = waits.Start(caller);
                stopped.Stop();
                await stopped.Completion;
                await CancelAsync(waits);
            }

            Require(hooks == (count + 4) / 5);
        });
    }

    public static Trial OneToken(int count)
    {
        var group = new ActorGroup { { "ends", YieldAsync }, { "waits", UntilAsync } };
        return new(async caller =>
        {
            for (var run = 0; run < count; run++)
            {
                await group.RunAsync(caller);
            }
        });
    }

    public static Trial ManyActors(int count)
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

        return new(async caller =>
        {
            ended = 0;
            await using var run = group.Start(caller);
            await run.Ready;
            run.Stop();
            await run.Completion;
            Require(ended == count);
        });
    }

    /// <summary>Half of the runs are cancelled by their caller, all at once, and half are stopped.</summary>
    public static Trial ManyGroups(int count)
    {
        var groups = Enumerable.Range(0, count).Select(static _ => new ActorGroup { { "one", UntilAsync }, { "two", UntilAsync, static _ => { } } }).ToList();
        return new(async caller =>
        {
            using var cancels = new CancellationTokenSource();
            var runs = groups.Select((group, index) => group.Start(index % 2 == 0 ? cancels.Token : caller)).ToList();
            await Task.WhenAll(runs.Select(run => run.Ready));
            await cancels.CancelAsync();
            for (var index = 0; index < count; index++)
            {
                var isCancelled = index % 2 == 0;
                await using var run = runs[index];
                if (!isCancelled)
                {
                    run.Stop();
                }

                Require(await FailureOfAsync(run.Completion) is OperationCanceledException == isCancelled);
            }
        });
    }

    /// <summary>No stack overflows: not on the start, not on the stop, not when a failure comes all the way up.</summary>
    public static Trial Deep(int depth)
    {
        var entered = Source();
        var waits = Nested(depth, token =>
        {
            entered.SetResult();
            return UntilAsync(token);
        });
        var fails = Nested(depth, static _ => Task.FromException(_failure));
        var ends = Nested(depth, YieldAsync);
        return new(async caller =>
        {
            entered = Source();
            await using var stopped = waits.Start(caller);
            await entered.Task;
            stopped.Stop();
            await stopped.Completion;
            Require(await FailureOfAsync(fails.RunAsync(caller)) == _failure);
            await ends.RunAsync(caller);
        });
    }

    /// <summary>As many blocking actors as there are: with a thread each they wait neither for the pool to start nor to be told.</summary>
    public static Trial Blocking(int count)
    {
        var group = new ActorGroup();
        for (var index = 0; index < count; index++)
        {
            group.Add(Actor.Blocking("blocks", static token => token.WaitHandle.WaitOne()));
        }

        group.Add("ends", YieldAsync);
        return new(caller => group.RunAsync(caller).WaitAsync(TimeSpan.FromSeconds(10), caller));
    }

    /// <summary>
    /// Actors that block their threads of the pool until they are told, and one that would stop them all. The laws promise that all start and all are told; when is the pool's to say, which adds a
    /// thread or two a second to those it has. The second time it still has them.
    /// </summary>
    public static Trial Starved(int count)
    {
        var group = new ActorGroup();
        for (var index = 0; index < count; index++)
        {
            group.Add("blocks", static token =>
            {
#pragma warning disable OKRUN005 // threads of the pool that are blocked are what this trial is about
                token.WaitHandle.WaitOne();
#pragma warning restore OKRUN005
                return Task.CompletedTask;
            });
        }

        group.Add("ends", YieldAsync);
        return new(caller => group.RunAsync(caller).WaitAsync(TimeSpan.FromMinutes(5), caller));
    }

    public static Trial Hanging(int count)
    {
        var group = new ActorGroup(new() { StopTimeout = TimeSpan.FromMilliseconds(1) })
        {
            new Actor("hangs", UntilAsync) { Interrupt = static (_, _) => Source().Task },
            new Actor("waits for its deadline", UntilAsync) { Interrupt = static (_, deadline) => UntilAsync(deadline) },
        };
        return new(async caller =>
        {
            for (var run = 0; run < count; run++)
            {
                await using var hanging = group.Start(caller);
                hanging.Stop();
                Require(await FailureOfAsync(hanging.Completion) is StopTimeoutException { Actors.Count: 1 or 2 });
            }
        });
    }

    private static async Task CancelAsync(ActorGroup group)
    {
        using var caller = new CancellationTokenSource();
        var running = group.RunAsync(caller.Token);
        await caller.CancelAsync();
        Require(await FailureOfAsync(running) is OperationCanceledException);
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

    private static TaskCompletionSource Source() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task YieldAsync(CancellationToken token) => await Task.Yield();

    private static async Task UntilAsync(CancellationToken token)
    {
        var told = Source();
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
