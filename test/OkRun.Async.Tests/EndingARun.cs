namespace OkRun.Async.Tests;

/// <summary>Laws 6, 7 and 10: what stops a run, why, and when it is over.</summary>
public class EndingARun
{
    [Fact]
    public async Task The_first_end_stops_everybody()
    {
        var interrupted = new Signal();
        var group = new ActorGroup { { "waits", Work.UntilCancelled, _ => interrupted.Happen() }, { "ends", Work.Nothing } };

        await group.RunAsync().OrHang();

        Assert.True(interrupted.HasHappened);
    }

    [Fact]
    public async Task A_failure_comes_out_of_the_await()
    {
        var failure = new InvalidOperationException("boom");
        var group = new ActorGroup { { "waits", Work.UntilCancelled }, { "fails", Work.ThrowsAtOnce(failure) } };

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => group.RunAsync().OrHang());

        Assert.Same(failure, thrown);
    }

    [Fact]
    public async Task First_is_the_first_in_time_and_never_the_first_in_the_list()
    {
        var late = new Signal();
        var recorder = new Recorder();
        var failure = new InvalidOperationException("boom");
        var group = new ActorGroup(new() { Observer = recorder }) { { "late", Work.IgnoresCancellation(late) }, { "early", Work.Fails(failure) } };

        var run = group.Start();
        await recorder.Seen("stopping");
        late.Happen();
        await run.Completion.EndOrHang();

        Assert.Equal("early", run.First?.Name);
        Assert.Same(failure, Assert.Single(run.Completion.Exception!.InnerExceptions));
    }

    /// <summary>Two tasks that end one after the other, on a thread with a synchronization context or by a source that continues asynchronously: both keep awaits from continuing inline.</summary>
    [Theory]
    [InlineData(TaskCreationOptions.None)]
    [InlineData(TaskCreationOptions.RunContinuationsAsynchronously)]
    public async Task First_in_time_is_seen_however_the_tasks_continue(TaskCreationOptions options)
    {
        for (var round = 0; round < 200; round++)
        {
            var (second, first) = (new TaskCompletionSource(options), new TaskCompletionSource(options));
            var awaited = new AwaitedExecutions(2);
            var run = new ActorGroup { { "second", Enter(second) }, { "first", Enter(first) } }.Start();
            await awaited.All;

            var before = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(new OwnContext());
            first.SetResult();
            second.SetResult();
            SynchronizationContext.SetSynchronizationContext(before);
            await run.Completion.OrHang();

            Assert.Equal("first", run.First?.Name);

            Func<CancellationToken, Task> Enter(TaskCompletionSource source) => _ =>
            {
                awaited.Enter();
                return source.Task;
            };
        }
    }

    [Fact]
    public async Task The_cause_is_the_first_actors_exception()
    {
        var failure = new InvalidOperationException("boom");
        Exception? cause = null, causeOfFirst = null;
        var group = new ActorGroup { { "waits", Work.UntilTold, why => cause = why }, { "fails", Work.Fails(failure), why => causeOfFirst = why } };

        await group.RunAsync().EndOrHang();

        Assert.Same(failure, cause);
        Assert.Same(failure, causeOfFirst);
    }

    [Fact]
    public async Task The_cause_of_a_cancellation_nobody_asked_for_is_that_exception()
    {
        var timeout = new TaskCanceledException("HttpClient says no");
        Exception? cause = null;
        var group = new ActorGroup { { "waits", Work.UntilTold, why => cause = why }, { "times out", _ => throw timeout } };

        var run = group.RunAsync();
        await run.EndOrHang();

        Assert.Same(timeout, cause);
        Assert.True(run.IsFaulted);
        Assert.Same(timeout, Assert.Single(run.Exception!.InnerExceptions));
    }

    [Fact]
    public async Task The_cause_of_a_return_is_null()
    {
        Exception? cause = new InvalidOperationException("unset");
        var group = new ActorGroup { { "waits", Work.UntilTold, why => cause = why }, { "ends", Work.Nothing } };

        await group.RunAsync().OrHang();

        Assert.Null(cause);
    }

    [Fact]
    public async Task The_cause_of_Stop_is_null_and_nobody_was_first()
    {
        Exception? cause = new InvalidOperationException("unset");
        var run = new ActorGroup { { "waits", Work.UntilCancelled, why => cause = why } }.Start();

        run.Stop();
        await run.Completion.OrHang();

        Assert.Null(cause);
        Assert.Null(run.First);
    }

    [Fact]
    public async Task The_cause_of_the_callers_cancellation_carries_his_token()
    {
        using var caller = new CancellationTokenSource();
        Exception? cause = null;
        var run = new ActorGroup { { "waits", Work.UntilTold, why => cause = why } }.Start(caller.Token);

        await caller.CancelAsync();
        await run.Completion.EndOrHang();

        Assert.Equal(caller.Token, Assert.IsAssignableFrom<OperationCanceledException>(cause).CancellationToken);
        Assert.Null(run.First);
    }

    [Fact]
    public async Task Stop_may_be_called_again_and_after_the_end()
    {
        var recorder = new Recorder();
        var run = new ActorGroup(new() { Observer = recorder }) { { "waits", Work.UntilTold } }.Start();

        Parallel.For(0, 50, _ => run.Stop());
        await run.Completion.OrHang();
        run.Stop();

        Assert.Equal((1, 1, 1), (recorder.Count("stopping"), recorder.Count("told waits"), recorder.Count("stopped")));
    }

    [Fact]
    public async Task An_actor_may_stop_its_own_run()
    {
        var started = new TaskCompletionSource<ActorGroupRun>(TaskCreationOptions.RunContinuationsAsynchronously);
        var group = new ActorGroup
        {
            new Actor("stops", async token => { (await started.Task).Stop(); await Work.UntilTold(token); })
            {
                Interrupt = async (_, _) => (await started.Task).Stop(),
            },
        };

        var run = group.Start();
        started.SetResult(run);
        await run.Completion.OrHang();

        Assert.Null(run.First);
    }

    [Theory]
    [InlineData("execute")]
    [InlineData("hook")]
    [InlineData("callback")]
    public async Task The_run_is_over_only_when_everything_has_ended(string last)
    {
        var (hanging, release) = (new Signal(), new Signal());
        var group = new ActorGroup
        {
            last switch
            {
                "execute" => new Actor("last", async token => { await Work.UntilTold(token); hanging.Happen(); await release.Happened; }),
                "hook" => new Actor("last", Work.Nothing) { Interrupt = Hook.Hangs(hanging, release) },
                _ => new Actor("last", Work.BlocksInItsCallback(hanging, release)),
            },
            { "ends", Work.Nothing },
        };
        var recorder = new Recorder();

        var over = group.RunAsync().ContinueWith(_ => recorder.Write("over"), TaskScheduler.Default);
        await hanging;
        recorder.Write("released");
        release.Happen();
        await over.OrHang();

        Assert.Equal(["released", "over"], recorder.Lines);
    }

    private sealed class OwnContext : SynchronizationContext;
}
