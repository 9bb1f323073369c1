using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace OkRun.Async.Tests;

public partial class ObservingRuns
{
    [Fact]
    public async Task An_observer_that_throws_is_ignored()
    {
        var boom = new InvalidOperationException("observer");
        _observer.WhenForAnyArgs(each => each.OnStarted(default!)).Throw(boom);
        _observer.WhenForAnyArgs(each => each.OnReady(default!)).Throw(boom);
        _observer.WhenForAnyArgs(each => each.OnStopping(default, default)).Throw(boom);
        _observer.WhenForAnyArgs(each => each.OnInterrupting(default!, default)).Throw(boom);
        _observer.WhenForAnyArgs(each => each.OnInterruptFailed(default!, default!)).Throw(boom);
        _observer.WhenForAnyArgs(each => each.OnEnded(default!, default, default)).Throw(boom);
        _observer.WhenForAnyArgs(each => each.OnAbandoned(default!, default)).Throw(boom);
        _observer.WhenForAnyArgs(each => each.OnStopped(default)).Throw(boom);
        var clock = new FakeTimeProvider();
        var hook = new Signal();
        var group = new ActorGroup(new() { Observer = _observer, TimeProvider = clock });
        var store = group.Add("store", Work.UntilTold);
        group.Add(new Actor("stuck", Work.NeverStops) { After = [store], StopTimeout = TimeSpan.FromSeconds(1), Interrupt = Hook.Signals(hook) });

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await hook;
        clock.Advance(TimeSpan.FromSeconds(1));
        await run.Completion.EndOrHang();

        Assert.IsType<StopTimeoutException>(Assert.Single(run.Completion.Exception!.InnerExceptions));
        Assert.Equal([ActorState.Ended, ActorState.Abandoned], run.Actors.Select(status => status.State));
        _observer.Received(1).OnStopped(Arg.Any<TimeSpan>());
    }

    [Fact]
    public async Task An_observer_that_overrides_nothing_is_silent()
    {
        var clock = new FakeTimeProvider();
        var hook = new Signal();
        var group = new ActorGroup(new() { Observer = new Silent(), TimeProvider = clock, StopTimeout = TimeSpan.FromSeconds(1) })
        {
            { "stuck", Work.NeverStops, _ => hook.Happen() },
            { "ends", Work.Nothing },
        };

        var run = group.RunAsync();
        await hook;
        clock.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<StopTimeoutException>(() => run.OrHang());
    }

    private sealed class Silent : ActorGroupObserver;
}
