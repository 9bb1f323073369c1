using Microsoft.Extensions.Time.Testing;

namespace OkRun.Async.Tests;

/// <summary>Law 11: when the time of an actor begins, and by which clock.</summary>
public class TimingTheStop
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly Recorder _recorder = new();

    /// <summary>Whoever is told first must not pay with its own time for the telling of the others.</summary>
    [Fact]
    public async Task The_time_of_actors_told_together_begins_when_all_have_been_told()
    {
        var observer = new Interrupting(actor => _clock.Advance(actor.Name == "second" ? 10 * _second : TimeSpan.Zero));
        var group = new ActorGroup(new() { StopTimeout = _second, TimeProvider = _clock, Observer = observer })
        {
            new Actor("first", Work.UntilTold) { Interrupt = Hook.Writes(_recorder, "hook first") },
            new Actor("second", Work.UntilTold) { Interrupt = Hook.Writes(_recorder, "hook second") },
        };

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal([ActorState.Ended, ActorState.Ended], run.Actors.Select(status => status.State));
    }

    [Fact]
    public async Task Actors_without_hooks_are_limited_side_by_side_too()
    {
        var group = new ActorGroup(new() { StopTimeout = TimeSpan.FromMilliseconds(1) }) { { "stuck", Work.NeverStops }, { "stuck too", Work.NeverStops } };

        var run = group.Start();
        run.Stop();
        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => run.Completion.OrHang());

        Assert.Equal(2, thrown.Actors.Count);
    }

    [Fact]
    public async Task A_limit_that_no_timer_can_count_is_none()
    {
        var group = new ActorGroup(new() { StopTimeout = TimeSpan.FromMilliseconds(uint.MaxValue) }) { { "ends", Work.Nothing, _ => { } }, { "waits", Work.UntilTold, _ => { } } };

        var run = group.RunAsync();
        await run.OrHang();

        Assert.Equal(TaskStatus.RanToCompletion, run.Status);
    }

    [Fact]
    public async Task A_clock_that_gives_no_timer_is_a_failure_and_no_limit()
    {
        var release = new Signal();
        var failure = new NotSupportedException("no timers");
        var group = new ActorGroup(new() { StopTimeout = _second, TimeProvider = new TimerlessClock(failure), Observer = _recorder });
        var store = group.Add(new Actor("store", Work.IgnoresCancellation(release)));
        group.Add(new Actor("web", Work.IgnoresCancellation(release)) { After = [store], Interrupt = Hook.Writes(_recorder, "hook web") });

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await _recorder.Seen("hook web");
        release.Happen();
        await run.Completion.EndOrHang();

        Assert.Same(failure, Assert.Single(run.Completion.Exception!.InnerExceptions));
        Assert.Equal(failure, run.Actors[1].Exception);
        Assert.Equal("stopped", _recorder.Lines[^1]);
        Assert.Contains(_recorder.Lines, line => line.StartsWith("failed to interrupt web", StringComparison.Ordinal));
    }

    private sealed class Interrupting(Action<Actor> interrupting) : ActorGroupObserver
    {
        public override void OnInterrupting(Actor actor, Exception? cause) => interrupting(actor);
    }

    private sealed class TimerlessClock(Exception failure) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => throw failure;
    }
}
