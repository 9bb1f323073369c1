using NSubstitute;

namespace OkRun.Async.Tests;

/// <summary>Laws 2 and 3.</summary>
public class StartingActors
{
    private static readonly AsyncLocal<string?> _ambient = new();

    [Fact]
    public async Task Actors_start_in_the_order_of_Add()
    {
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder });
        var names = Enumerable.Range(0, 50).Select(number => $"{number}").ToList();
        names.ForEach(name => group.Add(name, Work.UntilTold));

        await using var run = group.Start();
        await recorder.Seen("started 49");

        Assert.Equal(names.Select(name => $"started {name}"), recorder.Lines.Where(line => line.StartsWith("started", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Actors_run_on_the_thread_pool_and_never_on_the_callers_thread()
    {
        var threads = new List<(bool IsPool, bool IsCaller)>();
        var caller = 0;
        var ended = new Signal();
        var group = new ActorGroup
        {
            { "one", token => Look(token), _ => Look(default) },
            { "two", token => Look(token), _ => Look(default) },
            { "ends", _ => Look(default) },
        };

        var thread = new Thread(() =>
        {
            caller = Environment.CurrentManagedThreadId;
            _ = group.RunAsync().ContinueWith(_ => ended.Happen(), TaskScheduler.Default);
            ended.BlockThread();
        });
        thread.Start();
        await ended;

        Assert.Equal(5, threads.Count);
        Assert.All(threads, each => Assert.Equal((true, false), each));

        Task Look(CancellationToken token)
        {
            lock (threads)
            {
                threads.Add((Thread.CurrentThread.IsThreadPoolThread, Environment.CurrentManagedThreadId == caller));
            }

            return token.CanBeCanceled ? Work.UntilTold(token) : Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Actors_and_hooks_see_the_execution_context_of_the_caller()
    {
        string? seen = null, seenByHook = null, seenByFollower = null;
        var group = new ActorGroup();
        var first = group.Add("first", token => { seen = _ambient.Value; return Work.UntilTold(token); }, _ => seenByHook = _ambient.Value);
        group.Add(new Actor("follower", _ => { seenByFollower = _ambient.Value; return Task.CompletedTask; }) { After = [first] });

        _ambient.Value = "the caller's";
        var run = group.RunAsync();
        _ambient.Value = "changed later";
        await run.OrHang();

        Assert.Equal(("the caller's", "the caller's", "the caller's"), (seen, seenByHook, seenByFollower));
    }

    [Fact]
    public async Task What_an_actor_does_to_its_context_stays_with_it()
    {
        string? seenByHook = "unset", seenByFollower = "unset";
        var group = new ActorGroup();
        var first = group.Add("first", token => { _ambient.Value = "first's"; return Work.UntilTold(token); }, _ => seenByHook = _ambient.Value);
        group.Add(new Actor("follower", _ => { seenByFollower = _ambient.Value; return Task.CompletedTask; }) { After = [first] });

        await group.RunAsync().OrHang();

        Assert.Null(seenByHook);
        Assert.Null(seenByFollower);
    }

    [Fact]
    public async Task A_caller_who_has_suppressed_the_flow_of_his_context_gives_none()
    {
        string? seen = "unset", seenByHook = "unset";
        var group = new ActorGroup { { "ends", _ => { seen = _ambient.Value; return Task.CompletedTask; }, _ => seenByHook = _ambient.Value } };
        _ambient.Value = "the caller's";

        Task run;
        using (ExecutionContext.SuppressFlow())
        {
            run = group.RunAsync();
        }

        await run.OrHang();

        Assert.Null(seen);
        Assert.Null(seenByHook);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_actor_does_to_its_context_does_not_reach_what_follows_the_run(bool isSuppressed)
    {
        var group = new ActorGroup { { "ends", _ => { _ambient.Value = "the actor's"; return Task.CompletedTask; } } };

        Task<string?> seen;
        using (isSuppressed ? ExecutionContext.SuppressFlow() : default(IDisposable?))
        {
            seen = group.RunAsync().ContinueWith(static _ => _ambient.Value, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        Assert.Null(await seen.OrHang());
    }

    /// <summary>A thread of the pool runs one after the other, and on .NET Framework nothing but this library restores its context between them.</summary>
    [Fact]
    public async Task What_an_actor_does_to_its_context_reaches_no_later_actor_without_the_flow_of_a_caller()
    {
        var leaked = 0;
        ActorGroup group = [];
        group.Add("sets", _ =>
        {
            leaked += _ambient.Value is null ? 0 : 1;
            _ambient.Value = "the actor's";
            return Task.CompletedTask;
        });

        for (var round = 0; round < 50; round++)
        {
            Task run;
            using (ExecutionContext.SuppressFlow())
            {
                run = group.RunAsync();
            }

            await run.OrHang();
        }

        Assert.Equal(0, leaked);
    }

    [Fact]
    public async Task Actors_and_hooks_have_no_synchronization_context()
    {
        var seen = new List<SynchronizationContext?>();
        var group = new ActorGroup();
        var plain = group.Add("plain", token => Look(token), _ => Look(default));
        group.Add(Actor.Blocking("blocking", token => { _ = Look(default); token.WaitHandle.WaitOne(); }, cause => { _ = Look(default); }));
        group.Add(new Actor("follower", _ => Look(default)) { After = [plain], Interrupt = (_, _) => Look(default) });
        var before = SynchronizationContext.Current;

        SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
        var run = group.RunAsync();
        SynchronizationContext.SetSynchronizationContext(before);
        await run.OrHang();

        Assert.Equal(6, seen.Count);
        Assert.All(seen, Assert.Null);

        Task Look(CancellationToken token)
        {
            lock (seen)
            {
                seen.Add(SynchronizationContext.Current);
            }

            return token.CanBeCanceled ? Work.UntilTold(token) : Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Every_actor_without_After_starts_however_soon_the_stop_comes()
    {
        var entered = 0;
        var group = new ActorGroup { { "ends", Work.Nothing } };
        for (var number = 0; number < 100; number++)
        {
            group.Add($"{number}", token => { Interlocked.Increment(ref entered); return Work.UntilTold(token); });
        }

        var run = group.Start();
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal(100, entered);
    }

    [Fact]
    public async Task An_observer_that_stops_the_run_at_the_first_start_does_not_keep_the_others_from_starting()
    {
        using var caller = new CancellationTokenSource();
        var recorder = new Recorder();
        var observer = Substitute.For<ActorGroupObserver>();
        observer.When(each => each.OnStarted(Arg.Any<Actor>())).Do(_ => caller.Cancel());
        var group = new ActorGroup(new() { Observer = observer })
        {
            { "one", token => { recorder.Write("entered one"); return Work.UntilTold(token); } },
            { "two", token => { recorder.Write("entered two"); return Work.UntilTold(token); } },
        };

        await group.RunAsync(caller.Token).EndOrHang();

        Assert.Equal(["entered one", "entered two"], recorder.Lines.Order());
    }

    [Fact]
    public async Task With_a_token_that_is_already_cancelled_nothing_starts_and_no_hook_is_called()
    {
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder });
        var first = group.Add("first", _ => { recorder.Write("entered"); return Task.CompletedTask; }, _ => recorder.Write("hook"));
        group.Add(new Actor("second", Work.UntilTold) { After = [first] });
        var cancelled = new CancellationToken(canceled: true);

        var run = group.Start(cancelled);
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Completion.OrHang());

        Assert.True(run.Completion.IsCanceled);
        Assert.Equal(cancelled, thrown.CancellationToken);
        Assert.All(run.Actors, status => Assert.Equal((ActorState.NotStarted, TimeSpan.Zero), (status.State, status.Elapsed)));
        Assert.True(run.Ready.IsCanceled);
        Assert.Null(run.First);
        Assert.DoesNotContain("entered", recorder.Lines);
        Assert.DoesNotContain("hook", recorder.Lines);
        Assert.DoesNotContain("started first", recorder.Lines);
    }

    [Fact]
    public async Task With_a_token_that_is_already_cancelled_even_an_empty_group_is_canceled()
    {
        using var caller = new CancellationTokenSource();
        await caller.CancelAsync();

        var run = new ActorGroup().Start(caller.Token);
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.Completion.OrHang());

        Assert.Equal(caller.Token, thrown.CancellationToken);
        Assert.True(run.Ready.IsCanceled);
    }
}
