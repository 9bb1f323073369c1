namespace OkRun.Async.Tests;

/// <summary>Laws 12 and 14: the caller's token, and whose stack runs whose code.</summary>
public class CancellingTheCaller
{
    private readonly Recorder _recorder = new();

    [Fact]
    public async Task The_task_is_canceled_with_the_callers_token()
    {
        using var caller = new CancellationTokenSource();
        var run = new ActorGroup { { "waits", Work.UntilCancelled }, { "ends when told", Work.UntilTold } }.RunAsync(caller.Token);

        await caller.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.OrHang());

        Assert.True(run.IsCanceled);
        Assert.Equal(caller.Token, thrown.CancellationToken);
    }

    [Fact]
    public async Task Cancelling_a_run_that_an_actor_has_stopped_already_cancels_its_task_too()
    {
        using var caller = new CancellationTokenSource();
        var release = new Signal();
        var group = new ActorGroup(new() { Observer = _recorder }) { { "stays", Work.IgnoresCancellation(release) }, { "ends", Work.Nothing } };

        var run = group.Start(caller.Token);
        await _recorder.Seen("stopping");
        await caller.CancelAsync();
        release.Happen();
        await run.Completion.EndOrHang();

        Assert.Equal("ends", run.First?.Name);
        Assert.Equal(TaskStatus.Canceled, run.Completion.Status);
    }

    [Fact]
    public async Task Cancel_runs_no_code_of_actors_hooks_or_observers_and_no_continuation()
    {
        using var caller = new CancellationTokenSource();
        var threads = new List<int>();
        var registered = new Signal();
        var group = new ActorGroup(new() { Observer = new Looks(Look) })
        {
            new Actor("looks", async token =>
            {
                token.Register(Look);
                registered.Happen();
                await Work.UntilTold(token);
                Look();
            })
            {
                Interrupt = (_, _) => { Look(); return Task.CompletedTask; },
            },
        };
        var run = group.Start(caller.Token);
        var continuation = run.Completion.ContinueWith(_ => Look(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await registered;
        var cancelling = 0;
        var returned = new Signal();

        var thread = new Thread(() =>
        {
            cancelling = Environment.CurrentManagedThreadId;
            caller.Cancel();
            returned.Happen();
        });
        thread.Start();
        await returned;
        await continuation.OrHang();

        Assert.DoesNotContain(cancelling, threads);

        void Look()
        {
            lock (threads)
            {
                threads.Add(Environment.CurrentManagedThreadId);
            }
        }
    }

    [Fact]
    public async Task Cancel_does_not_wait_for_actors_that_block_or_throw()
    {
        using var caller = new CancellationTokenSource();
        var (blocking, release, registered) = (new Signal(), new Signal(), new Signal());
        var failure = new InvalidOperationException("boom");
        var group = new ActorGroup
        {
            { "blocks", Work.BlocksInItsCallback(blocking, release) },
            { "throws", Work.ThrowsInItsCallback(failure, registered) },
        };
        var run = group.Start(caller.Token);
        await run.Ready.OrHang();
        await registered;

#pragma warning disable CA1849, VSTHRD103 // its synchronous return is what is tested
        caller.Cancel();
#pragma warning restore CA1849, VSTHRD103
        await blocking;
        var wasOver = run.Completion.IsCompleted;
        release.Happen();
        await run.Completion.EndOrHang();

        Assert.False(wasOver);
        Assert.Same(failure, Assert.Single(run.Completion.Exception!.InnerExceptions));
    }

    [Theory]
    [InlineData("execute", "LastAsync")]
    [InlineData("hook", "LastAsync")]
    [InlineData("callback", "BlocksInItsCallback")]
    [InlineData("Stop", "ActorGroupRun.Stop")]
    public async Task What_awaits_a_run_does_not_continue_on_the_stack_of(string last, string frame)
    {
        var (hanging, release) = (new Signal(), new Signal());
        var group = new ActorGroup
        {
            last switch
            {
                "hook" => new Actor(last, Work.Nothing) { Interrupt = (_, _) => LastAsync() },
                "callback" => new Actor(last, Work.BlocksInItsCallback(hanging, release)),
                "execute" => new Actor(last, _ => LastAsync()),
                _ => new Actor(last, Work.UntilTold),
            },
        };
        var run = group.Start();
        var stack = run.Completion.ContinueWith(
            _ => Environment.StackTrace, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await run.Ready.EndOrHang();

        run.Stop();
        release.Happen();

        Assert.DoesNotContain(frame, await stack.OrHang(), StringComparison.Ordinal);

        async Task LastAsync() => await release.Happened;
    }

    [Fact]
    public async Task What_awaits_Ready_does_not_continue_on_the_stack_of_the_actor_that_says_it()
    {
        var say = new Signal();
        var group = new ActorGroup { new Actor("aware", SaysReadyAsync) };
        await using var run = group.Start();
        var stack = run.Ready.ContinueWith(
            _ => Environment.StackTrace, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        say.Happen();

        Assert.DoesNotContain(nameof(SaysReadyAsync), await stack.OrHang(), StringComparison.Ordinal);

        async Task SaysReadyAsync(Action ready, CancellationToken token)
        {
            await say.Happened;
            ready();
            await Work.UntilTold(token);
        }
    }

    [Fact]
    public async Task An_actor_may_cancel_its_caller()
    {
        using var caller = new CancellationTokenSource();
        var group = new ActorGroup { { "cancels", async token => { await caller.CancelAsync(); await Work.UntilTold(token); } } };

        var run = group.Start(caller.Token);
        await run.Completion.EndOrHang();

        Assert.True(run.Completion.IsCanceled);
        Assert.Null(run.First);
    }

    [Fact]
    public async Task One_token_may_stop_many_runs()
    {
        using var caller = new CancellationTokenSource();
        var group = new ActorGroup { { "waits", Work.UntilCancelled } };

        var runs = Enumerable.Range(0, 20).Select(_ => group.RunAsync(caller.Token)).ToList();
        await caller.CancelAsync();
        await Task.WhenAll(runs).EndOrHang();

        Assert.All(runs, run => Assert.True(run.IsCanceled));
    }

    private sealed class Looks(Action look) : ActorGroupObserver
    {
        public override void OnStopping(Actor? first, Exception? cause) => look();

        public override void OnInterrupting(Actor actor, Exception? cause) => look();

        public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) => look();

        public override void OnStopped(TimeSpan elapsed) => look();
    }
}
