using NSubstitute;

namespace OkRun.Async.Tests;

/// <summary>What an observer hears, in which order.</summary>
public partial class ObservingRuns
{
    /// <summary>What an observer starts must not land on the scheduler with which a run sees the ends of actors: it would run on the stack that ended one.</summary>
    [Fact]
    public async Task An_observer_is_told_of_an_end_on_the_default_scheduler()
    {
        var schedulers = new List<TaskScheduler>();
        var end = new Signal();
        var group = new ActorGroup(new() { Observer = new Ends(() => schedulers.Add(TaskScheduler.Current)) }) { { "ends", Work.IgnoresCancellation(end) } };

        var run = group.Start();
        await run.Ready.OrHang();
        end.Happen();
        await run.Completion.OrHang();

        Assert.Same(TaskScheduler.Default, Assert.Single(schedulers));
    }

    private readonly ActorGroupObserver _observer = Substitute.For<ActorGroupObserver>();

    [Fact]
    public async Task A_run_is_told_in_order()
    {
        var group = new ActorGroup(new() { Observer = _observer });
        var ends = group.Add("ends", Work.Nothing);

        await group.RunAsync().OrHang();

        Received.InOrder(() =>
        {
            _observer.OnStarted(ends);
            _observer.OnReady(ends);
            _observer.OnEnded(ends, null, Arg.Any<TimeSpan>());
            _observer.OnStopping(ends, null);
            _observer.OnInterrupting(ends, null);
            _observer.OnStopped(Arg.Any<TimeSpan>());
        });
        Assert.Equal(6, _observer.ReceivedCalls().Count());
    }

    [Fact]
    public async Task Failures_are_told_with_their_exceptions()
    {
        var (first, second) = (new InvalidOperationException("first"), new ArgumentException("second"));
        var group = new ActorGroup(new() { Observer = _observer });
        var fails = group.Add("fails", Work.Fails(first));
        var follows = group.Add("follows", Work.FailsWhenTold(second));

        await group.RunAsync().EndOrHang();

        _observer.Received(1).OnStopping(fails, first);
        _observer.Received(1).OnInterrupting(fails, first);
        _observer.Received(1).OnInterrupting(follows, first);
        _observer.Received(1).OnEnded(fails, first, Arg.Any<TimeSpan>());
        _observer.Received(1).OnEnded(follows, second, Arg.Any<TimeSpan>());
    }

    [Fact]
    public async Task Each_failure_of_a_hook_and_of_a_tokens_callback_is_told_and_a_normal_end_is_not()
    {
        var (inHook, again, inCallback) = (new InvalidOperationException("hook"), new InvalidOperationException("again"), new InvalidOperationException("callback"));
        var registered = new Signal();
        var group = new ActorGroup(new() { Observer = _observer });
        var hook = group.Add(new Actor("hook", Work.UntilTold) { Interrupt = (_, _) => Task.WhenAll(Task.FromException(inHook), Task.FromException(again)) });
        var callback = group.Add("callback", Work.ThrowsInItsCallback(inCallback, registered));
        group.Add(new Actor("expected", Work.UntilTold) { Interrupt = Hook.Throws(new IOException()), ExpectedOnStop = exception => exception is IOException });
        group.Add(new Actor("cancelled", Work.UntilTold) { Interrupt = Hook.Throws(new OperationCanceledException()) });

        var run = group.Start();
        await registered;
        run.Stop();
        await run.Completion.EndOrHang();

        _observer.Received(1).OnInterruptFailed(hook, inHook);
        _observer.Received(1).OnInterruptFailed(hook, again);
        _observer.Received(1).OnInterruptFailed(callback, inCallback);
        _observer.ReceivedWithAnyArgs(3).OnInterruptFailed(default!, default!);
    }

    [Fact]
    public async Task A_failure_that_is_thrown_again_is_told_once()
    {
        var (known, twice) = (new InvalidOperationException("known"), new InvalidOperationException("twice"));
        var group = new ActorGroup(new() { Observer = _observer });
        var fails = group.Add(new Actor("fails", Work.Fails(known)) { Interrupt = Hook.Throws(known) });
        var waits = group.Add(new Actor("waits", Work.UntilTold) { Interrupt = (_, _) => Task.WhenAll(Task.FromException(twice), Task.FromException(twice)) });

        await group.RunAsync().EndOrHang();

        _observer.Received(1).OnEnded(fails, known, Arg.Any<TimeSpan>());
        _observer.Received(1).OnInterruptFailed(waits, twice);
        _observer.ReceivedWithAnyArgs(1).OnInterruptFailed(default!, default!);
    }

    [Fact]
    public async Task The_callers_cancellation_is_told_with_his_token_and_nobody_first()
    {
        using var caller = new CancellationTokenSource();
        var run = new ActorGroup(new() { Observer = _observer }) { { "waits", Work.UntilCancelled } }.RunAsync(caller.Token);

        await caller.CancelAsync();
        await run.EndOrHang();

        _observer.Received(1).OnStopping(null, Arg.Is<OperationCanceledException>(cause => cause.CancellationToken == caller.Token));
        _observer.Received(1).OnEnded(Arg.Any<Actor>(), null, Arg.Any<TimeSpan>());
    }

    [Fact]
    public async Task Stopping_is_told_at_once_while_others_still_run()
    {
        var release = new Signal();
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder }) { { "stays", Work.IgnoresCancellation(release) }, { "ends", Work.Nothing } };

        var run = group.Start();
        await recorder.Seen("stopping");
        recorder.Write("released");
        release.Happen();
        await run.Completion.OrHang();

        recorder.AssertOrder("released", "ended stays");
        recorder.AssertOrder("stopping", "told stays");
        recorder.AssertOrder("stopping", "told ends");
    }

    [Fact]
    public async Task The_end_of_an_actor_is_told_whatever_its_hook_does()
    {
        var (hanging, release) = (new Signal(), new Signal());
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder }) { new Actor("ends", Work.UntilTold) { Interrupt = Hook.Hangs(hanging, release) } };

        var run = group.Start();
        run.Stop();
        await hanging;
        await recorder.Seen("ended ends");
        recorder.Write("released");
        release.Happen();
        await run.Completion.OrHang();

        recorder.AssertOrder("released", "stopped");
        Assert.Equal(1, recorder.Count("ended ends"));
    }

    [Fact]
    public async Task Interrupting_is_told_before_the_hook_and_also_of_actors_that_have_ended()
    {
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder })
        {
            new Actor("ends", Work.Nothing) { Interrupt = Hook.Writes(recorder, "hook ends") },
            new Actor("waits", Work.UntilTold) { Interrupt = Hook.Writes(recorder, "hook waits") },
        };

        await group.RunAsync().OrHang();

        recorder.AssertOrder("ended ends", "told ends");
        recorder.AssertOrder("told ends", "hook ends");
        recorder.AssertOrder("told waits", "hook waits");
    }

    [Fact]
    public async Task Stopped_is_told_last_and_before_Completion_completes()
    {
        var wasOver = true;
        ActorGroupRun? run = null;
        _observer.When(each => each.OnStopped(Arg.Any<TimeSpan>())).Do(_ => wasOver = run!.Completion.IsCompleted);
        var group = new ActorGroup(new() { Observer = _observer }) { { "waits", Work.UntilTold } };

        run = group.Start();
        run.Stop();
        await run.Completion.OrHang();

        Assert.False(wasOver);
        Assert.Equal(nameof(ActorGroupObserver.OnStopped), _observer.ReceivedCalls().Last().GetMethodInfo().Name);
    }

    [Fact]
    public async Task Stop_from_an_observer_stops_the_run()
    {
        ActorGroupRun? run = null;
        var assigned = new Signal();
        _observer.WhenForAnyArgs(each => each.OnReady(default!)).Do(_ =>
        {
            assigned.BlockThread();
            run!.Stop();
        });
        var group = new ActorGroup(new() { Observer = _observer });
        var store = group.Add("store", Work.UntilTold);
        group.Add(new Actor("web", Work.UntilTold) { After = [store] });

        run = group.Start();
        assigned.Happen();
        await run.Completion.OrHang();

        Assert.Equal([ActorState.Ended, ActorState.NotStarted], run.Actors.Select(status => status.State));
    }

    private sealed class Ends(Action told) : ActorGroupObserver
    {
        public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) => told();
    }
}
