using Microsoft.Extensions.Time.Testing;

namespace OkRun.Async.Tests;

/// <summary>Law 11: what comes of those who were abandoned.</summary>
public class Abandoning
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly Recorder _recorder = new();
    private readonly Signal _release = new();

    [Fact]
    public async Task Their_tokens_stay_usable()
    {
        CancellationToken token = default, deadline = default;
        var group = Group();
        group.Add(new Actor("stuck", own => { token = own; _recorder.Write("entered"); return _release.Happened; })
        {
            Interrupt = (_, limit) => { deadline = limit; _recorder.Write("hook"); return Task.CompletedTask; },
        });
        var run = await AbandonAsync(group, "entered", "hook");

        var called = 0;
        using var first = token.Register(() => called++);
        using var second = deadline.Register(() => called++);

        Assert.True(run.Completion.IsFaulted);
        Assert.Equal(2, called);
        Assert.True(token.WaitHandle.WaitOne(0));
        Assert.True(deadline.WaitHandle.WaitOne(0));
    }

    [Fact]
    public async Task What_they_do_later_does_not_reach_the_finished_run()
    {
        var late = new InvalidOperationException("late");
        var group = Group();
        group.Add(new Actor("stuck", async _ => { await _release.Happened; throw late; })
        {
            Interrupt = async (_, _) => { _recorder.Write("hook"); await _release.Happened; throw late; },
        });
        var run = await AbandonAsync(group, "hook");
        var before = (Lines: _recorder.Lines.Count, run.Actors[0], run.Completion.Exception!.InnerExceptions.Count);

        _release.Happen();
        await Eventually.EverybodyHadATurn();

        Assert.Equal(before, (_recorder.Lines.Count, run.Actors[0], run.Completion.Exception!.InnerExceptions.Count));
        Assert.Equal((ActorState.Abandoned, null), (run.Actors[0].State, run.Actors[0].Exception));
    }

    [Fact]
    public async Task A_failure_before_that_counts_and_comes_before_the_time_limit()
    {
        var failure = new InvalidOperationException("boom");
        var group = Group();
        group.Add(new Actor("stuck", Work.NeverStops) { Interrupt = (_, _) => { _recorder.Write("hook"); throw failure; } });
        group.Add(new Actor("fails late", Work.Fails(new ArgumentException("late"), _release)) { Interrupt = Hook.Writes(_recorder, "hook 2"), StopTimeout = 2 * _second });

        var run = group.Start();
        run.Stop();
        await Task.WhenAll(_recorder.Seen("hook"), _recorder.Seen("hook 2"));
        await Eventually.True(() => run.Actors[0].Exception is not null);
        _clock.Advance(_second);
        await _recorder.Seen("abandoned stuck");
        _release.Happen();
        await run.Completion.EndOrHang();

        Assert.Equal([typeof(InvalidOperationException), typeof(StopTimeoutException), typeof(ArgumentException)], run.Completion.Exception!.InnerExceptions.Select(each => each.GetType()));
        Assert.Equal((ActorState.Abandoned, failure), (run.Actors[0].State, run.Actors[0].Exception));
    }

    [Fact]
    public async Task A_hook_that_hangs_after_its_actor_has_ended_is_abandoned_too()
    {
        var (hanging, never) = (new Signal(), new Signal());
        var group = Group();
        var brief = group.Add(new Actor("brief", Work.Nothing) { Interrupt = Hook.Hangs(hanging, never) });

        var run = group.Start();
        await hanging;
        await _recorder.Seen("ended brief");
        var state = run.Actors[0].State;
        _clock.Advance(_second);
        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => run.Completion.OrHang());

        Assert.Equal([brief], thrown.Actors);
        Assert.Equal((ActorState.Ended, ActorState.Abandoned), (state, run.Actors[0].State));
        Assert.Equal(TimeSpan.Zero, run.Actors[0].Elapsed);
        Assert.Equal(1, _recorder.Count("ended brief"));
    }

    [Fact]
    public async Task Those_they_came_after_are_told_and_may_end_well()
    {
        var group = Group();
        var store = group.Add(new Actor("store", Work.UntilTold) { Interrupt = Hook.Writes(_recorder, "hook store") });
        group.Add(new Actor("web", Work.NeverStops) { After = [store], Interrupt = Hook.Writes(_recorder, "hook web") });

        var run = await AbandonAsync(group, "hook web");

        Assert.Equal([ActorState.Ended, ActorState.Abandoned], run.Actors.Select(status => status.State));
        _recorder.AssertOrder("abandoned web", "told store");
        Assert.Equal("stopped", _recorder.Lines[^1]);
    }

    [Fact]
    public async Task An_actor_without_any_time_is_told_and_abandoned_at_once()
    {
        var group = new ActorGroup(new() { StopTimeout = TimeSpan.Zero, TimeProvider = _clock, Observer = _recorder });
        var store = group.Add(new Actor("store", Work.NeverStops) { Interrupt = Hook.Writes(_recorder, "hook store") });
        group.Add(new Actor("web", Work.NeverStops) { After = [store], Interrupt = Hook.Writes(_recorder, "hook web") });

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await Task.WhenAll(_recorder.Seen("told web"), Task.Run(() => _clock.Advance(TimeSpan.FromTicks(1))));
        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => run.Completion.OrHang());
        await Task.WhenAll(_recorder.Seen("hook web"), _recorder.Seen("hook store"));

        Assert.Equal(2, thrown.Actors.Count);
    }

    [Fact]
    public async Task The_first_failure_of_a_run_may_be_the_time_limit_of_a_caller_who_cancelled()
    {
        using var caller = new CancellationTokenSource();
        var group = Group();
        group.Add("stuck", Work.NeverStops, _ => _recorder.Write("hook"));

        var run = group.Start(caller.Token);
        await caller.CancelAsync();
        await _recorder.Seen("hook");
        _clock.Advance(_second);
        await run.Completion.EndOrHang();

        Assert.IsType<StopTimeoutException>(Assert.Single(run.Completion.Exception!.InnerExceptions));
    }

    [Fact]
    public async Task One_whose_execute_has_not_been_entered_yet_is_entered_later_and_its_hook_called_once()
    {
        var held = new HeldStart();
        var clock = new CountingClock();
        var group = new ActorGroup(new() { StopTimeout = _second, TimeProvider = clock, Observer = _recorder })
        {
            new Actor("held", _ => { _recorder.Write("entered"); return Task.CompletedTask; }) { Interrupt = Hook.Writes(_recorder, "hook") },
        };

        var run = held.Start(group);
        await held.Holding;
        run.Stop();
        await Eventually.True(() => clock.Made == 1);
        clock.Advance(_second);
        await run.Completion.EndOrHang();
        Assert.Equal(ActorState.Abandoned, run.Actors[0].State);
        held.Release.Happen();
        await Task.WhenAll(_recorder.Seen("entered"), _recorder.Seen("hook"));

        Assert.Equal((1, 1), (_recorder.Count("entered"), _recorder.Count("hook")));
        Assert.Equal(ActorState.Abandoned, run.Actors[0].State);
        Assert.Equal(0, _recorder.Count("ended held"));
    }

    [Fact]
    public async Task A_real_clock_limits_a_stop_too()
    {
        var group = new ActorGroup(new() { StopTimeout = TimeSpan.FromMilliseconds(1) }) { { "stuck", Work.NeverStops } };

        var run = group.Start();
        run.Stop();

        await Assert.ThrowsAsync<StopTimeoutException>(() => run.Completion.OrHang());
    }

    private ActorGroup Group() => new(new() { StopTimeout = _second, TimeProvider = _clock, Observer = _recorder });

    private async Task<ActorGroupRun> AbandonAsync(ActorGroup group, params string[] seen)
    {
        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await Task.WhenAll(seen.Select(_recorder.Seen));
        _clock.Advance(_second);
        await run.Completion.EndOrHang();
        return run;
    }
}
