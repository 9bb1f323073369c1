using Microsoft.Extensions.Time.Testing;

namespace OkRun.Async.Tests;

/// <summary>Law 11: time limits, deadlines, and those who are abandoned.</summary>
public class LimitingTheStop
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly Recorder _recorder = new();
    private readonly Signal _release = new();
    private readonly Signal _hanging = new();

    [Fact]
    public async Task An_actor_that_does_not_stop_in_time_is_abandoned_and_named()
    {
        var group = Group(_second);
        var stuck = group.Add(new Actor("stuck", Work.NeverStops) { Interrupt = Hook.Writes(_recorder, "hook stuck") });

        var run = group.Start();
        run.Stop();
        await _recorder.Seen("hook stuck");
        _clock.Advance(_second - TimeSpan.FromTicks(1));
        Assert.DoesNotContain("abandoned stuck", _recorder.Lines);
        Assert.False(run.Completion.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));
        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => run.Completion.OrHang());

        Assert.Equal([stuck], thrown.Actors);
        Assert.Equal("1 actor did not stop within 00:00:01: 'stuck'.", Locations.Without(thrown.Message));
        Assert.Equal((ActorState.Abandoned, null, _second), (run.Actors[0].State, run.Actors[0].Exception, run.Actors[0].Elapsed));
    }

    [Theory]
    [InlineData("execute")]
    [InlineData("hook")]
    [InlineData("callback")]
    public async Task Every_part_of_an_actor_is_bounded(string part)
    {
        var group = Group(_second);
        group.Add(part switch
        {
            "execute" => new Actor("stuck", _ => { _hanging.Happen(); return _release.Happened; }),
            "hook" => new Actor("stuck", Work.UntilTold) { Interrupt = Hook.Hangs(_hanging, _release) },
            _ => new Actor("stuck", Work.BlocksInItsCallback(_hanging, _release)),
        });
        var last = group.Add(new Actor("last", Work.UntilTold) { StopTimeout = Timeout.InfiniteTimeSpan, Interrupt = Hook.Writes(_recorder, "hook last") });

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await _hanging;
        await _recorder.Seen("hook last");
        _clock.Advance(_second);
        await Assert.ThrowsAsync<StopTimeoutException>(() => run.Completion.OrHang());
        _release.Happen();

        Assert.Equal(ActorState.Abandoned, run.Actors[0].State);
        Assert.Equal(1, _recorder.Count("abandoned stuck"));
        Assert.Equal((last, ActorState.Ended), (run.Actors[1].Actor, run.Actors[1].State));
    }

    [Fact]
    public async Task All_who_are_late_are_named_in_one_exception_in_the_order_of_Add()
    {
        var group = Group(TimeSpan.FromSeconds(3));
        var slow = group.Add(new Actor("slow", Work.NeverStops) { Interrupt = Hook.Writes(_recorder, "hook slow") });
        var slower = group.Add(new Actor("slower", Work.NeverStops) { Interrupt = Hook.Writes(_recorder, "hook slower"), StopTimeout = _second });

        var run = group.Start();
        run.Stop();
        await Task.WhenAll(_recorder.Seen("hook slow"), _recorder.Seen("hook slower"));
        _clock.Advance(_second);
        await _recorder.Seen("abandoned slower");
        _clock.Advance(2 * _second);
        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => run.Completion.OrHang());

        Assert.Single(run.Completion.Exception!.InnerExceptions);
        Assert.Equal([slow, slower], thrown.Actors);
        Assert.Equal("2 actors did not stop in time: 'slow' within 00:00:03, 'slower' within 00:00:01.", Locations.Without(thrown.Message));
    }

    [Fact]
    public async Task Two_with_one_limit_share_its_mention()
    {
        var group = Group(TimeSpan.FromSeconds(10));
        group.Add("web", Work.NeverStops, _ => _recorder.Write("hook web"));
        group.Add("cron", Work.NeverStops, _ => _recorder.Write("hook cron"));

        var run = group.Start();
        run.Stop();
        await Task.WhenAll(_recorder.Seen("hook web"), _recorder.Seen("hook cron"));
        _clock.Advance(TimeSpan.FromSeconds(10));
        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => run.Completion.OrHang());

        Assert.Equal("2 actors did not stop within 00:00:10: 'web', 'cron'.", Locations.Without(thrown.Message));
    }

    [Fact]
    public async Task The_limit_counts_from_the_moment_an_actor_is_told()
    {
        var group = Group(_second);
        var store = group.Add(new Actor("store", Work.NeverStops) { Interrupt = Hook.Writes(_recorder, "hook store") });
        var web = group.Add(new Actor("web", Work.NeverStops) { After = [store], Interrupt = Hook.Writes(_recorder, "hook web") });

        var run = group.Start();
        await run.Ready.OrHang();
        _clock.Advance(10 * _second);
        run.Stop();
        await _recorder.Seen("hook web");
        _clock.Advance(_second);
        await _recorder.Seen("hook store");
        Assert.Equal(0, _recorder.Count("abandoned store"));
        _clock.Advance(_second);
        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => run.Completion.OrHang());

        Assert.Equal([store, web], thrown.Actors);
        _recorder.AssertOrder("abandoned web", "told store");
        Assert.Equal([12 * _second, 11 * _second], run.Actors.Select(status => status.Elapsed));
    }

    [Fact]
    public async Task An_actors_own_limit_wins_over_the_groups()
    {
        var group = Group(_second);
        group.Add(new Actor("patient", Work.IgnoresCancellation(_release)) { StopTimeout = Timeout.InfiniteTimeSpan, Interrupt = Hook.Writes(_recorder, "hook") });

        var run = group.Start();
        run.Stop();
        await _recorder.Seen("hook");
        _clock.Advance(TimeSpan.FromDays(1));
        _release.Happen();
        await run.Completion.OrHang();

        Assert.Equal(0, _recorder.Count("abandoned patient"));
    }

    [Fact]
    public async Task The_deadline_of_a_hook_is_cancelled_at_four_fifths_of_the_limit_so_that_a_hook_that_then_stops_by_force_is_in_time()
    {
        CancellationToken deadline = default;
        var group = Group(_second);
        group.Add(new Actor("web", Work.IgnoresCancellation(_release))
        {
            Interrupt = async (_, token) =>
            {
                deadline = token;
                _hanging.Happen();
                await Work.UntilTold(token);
                _recorder.Write("forced");
                _release.Happen();
            },
        });

        var run = group.Start();
        run.Stop();
        await _hanging;
        _clock.Advance(TimeSpan.FromMilliseconds(800) - TimeSpan.FromTicks(1));
        Assert.False(deadline.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(deadline.IsCancellationRequested);
        await run.Completion.OrHang();

        Assert.Equal((1, 0), (_recorder.Count("forced"), _recorder.Count("abandoned web")));
    }

    [Fact]
    public async Task A_deadline_whose_callbacks_throw_or_block_disturbs_nobody()
    {
        var group = Group(_second);
        group.Add(new Actor("stuck", Work.NeverStops)
        {
            Interrupt = (_, token) =>
            {
                token.Register(() => throw new InvalidOperationException("nobody hears"));
                token.Register(_release.BlockThread);
                _recorder.Write("hook");
                return Task.CompletedTask;
            },
        });

        var run = group.Start();
        run.Stop();
        await _recorder.Seen("hook");
        _clock.Advance(_second);
        await run.Completion.EndOrHang();
        _release.Happen();

        Assert.IsType<StopTimeoutException>(Assert.Single(run.Completion.Exception!.InnerExceptions));
    }

    [Fact]
    public async Task Who_stops_in_time_leaves_a_deadline_that_never_comes()
    {
        CancellationToken deadline = default;
        var group = Group(_second);
        group.Add(new Actor("prompt", Work.UntilTold) { Interrupt = (_, token) => { deadline = token; return Task.CompletedTask; } });

        var run = group.Start();
        run.Stop();
        await run.Completion.OrHang();
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.False(deadline.IsCancellationRequested);
        Assert.Equal(0, _recorder.Count("abandoned prompt"));
    }

    private ActorGroup Group(TimeSpan limit) => new(new() { StopTimeout = limit, TimeProvider = _clock, Observer = _recorder });
}
