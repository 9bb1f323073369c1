namespace OkRun.Async.Tests;

/// <summary>Law 13: what is an exception, and what is a normal end.</summary>
public class CountingAsFailures
{
    private readonly InvalidOperationException _failure = new("boom");
    private readonly OperationCanceledException _cancellation = new("foreign", new CancellationToken(true));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancellation_once_told_is_none_whatever_its_token(bool isFaulted)
    {
        var group = new ActorGroup
        {
            { "cancelled", async token => { await Work.UntilTold(token); await (isFaulted ? Task.FromException(_cancellation) : Task.FromCanceled(_cancellation.CancellationToken)); } },
            { "ends", Work.Nothing },
        };

        var run = group.Start();
        await run.Completion.OrHang();

        Assert.All(run.Actors, status => Assert.Equal((ActorState.Ended, null), (status.State, status.Exception)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_aggregate_that_a_tokens_callback_throws_is_itself_where_it_wraps_nothing(bool isEmpty)
    {
        var thrown = isEmpty ? new AggregateException("nothing in it") : new Special(new InvalidOperationException("in it"));
        var registered = new Signal();
        var group = new ActorGroup { { "throws", Work.ThrowsInItsCallback(thrown, registered) } };

        var run = group.Start();
        await registered;
        run.Stop();
        await run.Completion.EndOrHang();

        Assert.Same(thrown, Assert.Single(run.Completion.Exception!.InnerExceptions));
    }

    [Fact]
    public async Task A_faulted_task_that_holds_a_cancellation_once_told_is_none()
    {
        var group = new ActorGroup
        {
            { "odd", token => AllFaulted(token, _cancellation) },
            { "ends", Work.Nothing },
        };

        var run = group.RunAsync();
        await run.OrHang();

        Assert.Equal(TaskStatus.RanToCompletion, run.Status);
    }

    [Fact]
    public async Task A_cancellation_before_that_is_a_failure()
    {
        var group = new ActorGroup { { "times out", async token => { await Task.Yield(); throw _cancellation; } }, { "waits", Work.UntilCancelled } };

        var run = group.Start();
        var thrown = await Assert.ThrowsAsync<OperationCanceledException>(() => run.Completion.OrHang());

        Assert.Same(_cancellation, thrown);
        Assert.True(run.Completion.IsFaulted);
        Assert.Equal(("times out", ActorState.Failed), (run.First?.Name, run.Actors[0].State));
    }

    [Fact]
    public async Task A_cancellation_of_one_whose_turn_to_be_told_has_not_come_is_a_failure()
    {
        var (fail, release) = (new Signal(), new Signal());
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder });
        var store = group.Add("store", Work.Fails(_cancellation, fail));
        group.Add(new Actor("web", Work.IgnoresCancellation(release)) { After = [store] });

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await recorder.Seen("told web");
        fail.Happen();
        await recorder.Seen("ended store");
        release.Happen();
        await run.Completion.EndOrHang();

        Assert.Same(_cancellation, Assert.Single(run.Completion.Exception!.InnerExceptions));
    }

    [Fact]
    public async Task A_cancellation_once_the_caller_has_cancelled_is_none_even_before_the_actor_is_told()
    {
        using var caller = new CancellationTokenSource();
        var release = new Signal();
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder });
        var store = group.Add("store", _ => Work.UntilCancelled(caller.Token));
        group.Add(new Actor("web", Work.IgnoresCancellation(release)) { After = [store] });

        var run = group.Start(caller.Token);
        await run.Ready.OrHang();
        await caller.CancelAsync();
        await recorder.Seen("ended store");
        release.Happen();
        await run.Completion.EndOrHang();

        Assert.True(run.Completion.IsCanceled);
        Assert.Null(run.First);
        Assert.Equal([ActorState.Ended, ActorState.Ended], run.Actors.Select(status => status.State));
    }

    [Fact]
    public async Task Cancellations_of_hooks_and_callbacks_are_none()
    {
        var registered = new Signal();
        var group = new ActorGroup
        {
            new Actor("cancels", Work.ThrowsInItsCallback(_cancellation, registered)) { Interrupt = Hook.Throws(_cancellation) },
            new Actor("cancels too", Work.UntilTold) { Interrupt = (_, _) => Task.FromCanceled(_cancellation.CancellationToken) },
        };

        var run = group.Start();
        await registered;
        run.Stop();
        await run.Completion.OrHang();

        Assert.All(run.Actors, status => Assert.Equal(ActorState.Ended, status.State));
    }

    [Fact]
    public async Task What_is_expected_on_stop_is_none_once_told()
    {
        var group = new ActorGroup
        {
            new Actor("listener", Work.FailsWhenTold(new ObjectDisposedException("socket"))) { ExpectedOnStop = exception => exception is ObjectDisposedException },
            { "ends", Work.Nothing },
        };

        var run = group.Start();
        await run.Completion.OrHang();

        Assert.Equal((ActorState.Ended, null), (run.Actors[0].State, run.Actors[0].Exception));
    }

    [Fact]
    public async Task What_is_expected_on_stop_is_a_failure_before()
    {
        var group = new ActorGroup { new Actor("listener", Work.Fails(_failure)) { ExpectedOnStop = _ => true } };

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => group.RunAsync().OrHang());

        Assert.Same(_failure, thrown);
    }

    [Fact]
    public async Task What_is_expected_on_stop_is_a_failure_while_the_run_stops_and_the_actor_has_not_been_told()
    {
        var (fail, release) = (new Signal(), new Signal());
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder });
        var store = group.Add(new Actor("store", Work.Fails(_failure, fail)) { ExpectedOnStop = _ => true });
        group.Add(new Actor("web", Work.IgnoresCancellation(release)) { After = [store] });

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await recorder.Seen("told web");
        fail.Happen();
        await recorder.Seen("ended store");
        release.Happen();
        await run.Completion.EndOrHang();

        Assert.Same(_failure, Assert.Single(run.Completion.Exception!.InnerExceptions));
    }

    [Fact]
    public async Task What_is_not_expected_on_stop_stays_a_failure()
    {
        var group = new ActorGroup
        {
            new Actor("listener", Work.FailsWhenTold(_failure)) { ExpectedOnStop = exception => exception is ObjectDisposedException },
            { "ends", Work.Nothing },
        };

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => group.RunAsync().OrHang());

        Assert.Same(_failure, thrown);
    }

    [Fact]
    public async Task Who_throws_while_asked_what_is_expected_accepts_nothing()
    {
        var group = new ActorGroup
        {
            new Actor("listener", Work.FailsWhenTold(_failure)) { ExpectedOnStop = _ => throw new NotSupportedException("predicate") },
            { "ends", Work.Nothing },
        };

        var run = group.RunAsync();
        await run.EndOrHang();

        Assert.Same(_failure, Assert.Single(run.Exception!.InnerExceptions));
    }

    [Fact]
    public async Task Of_many_exceptions_only_the_expected_ones_are_left_out()
    {
        var disposed = new ObjectDisposedException("socket");
        var group = new ActorGroup
        {
            new Actor("listener", async token => { await Work.UntilTold(token); })
            {
                ExpectedOnStop = exception => exception is ObjectDisposedException,
                Interrupt = (_, _) => Task.WhenAll(Task.FromException(disposed), Task.FromException(_failure)),
            },
            { "many", token => AllFaulted(token, _cancellation, _failure) },
            { "ends", Work.Nothing },
        };

        var run = group.RunAsync();
        await run.EndOrHang();

        Assert.Same(_failure, Assert.Single(run.Exception!.InnerExceptions));
    }

    private static Task AllFaulted(CancellationToken token, params Exception[] exceptions)
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(() => source.TrySetException(exceptions));
        return source.Task;
    }

#pragma warning disable CA1032 // nobody else makes one
    private sealed class Special(Exception inner) : AggregateException(inner);
#pragma warning restore CA1032
}
