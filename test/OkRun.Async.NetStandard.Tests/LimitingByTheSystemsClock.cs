using Xunit;

namespace OkRun.Async.Tests;

/// <summary>Law 11 where nobody can set a clock: short limits on the one of the system, and nothing that depends on how short.</summary>
public class LimitingByTheSystemsClock
{
    private static readonly TimeSpan _limit = TimeSpan.FromMilliseconds(50);

    private readonly Recorder _recorder = new();
    private readonly Signal _hanging = new();
    private readonly Signal _release = new();

    [Fact]
    public async Task Who_does_not_stop_is_named_and_those_it_came_after_are_told()
    {
        var group = Group();
        var store = group.Add(new Actor("store", Work.UntilTold) { Interrupt = Hook.Writes(_recorder, "hook store"), StopTimeout = Timeout.InfiniteTimeSpan });
        var stuck = group.Add(new Actor("stuck", Work.NeverStops) { After = [store] });

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => run.Completion.OrHang());

        Assert.Equal([stuck], thrown.Actors);
        Assert.Equal("1 actor did not stop within 00:00:00.0500000: 'stuck'.", Locations.Without(thrown.Message));
        Assert.Equal([ActorState.Ended, ActorState.Abandoned], run.Actors.Select(status => status.State));
        Assert.True(run.Actors[1].Elapsed >= _limit, $"{run.Actors[1].Elapsed}");
        _recorder.AssertOrder("abandoned stuck", "told store");
        _recorder.AssertOrder("told store", "hook store");
        Assert.Equal("stopped", _recorder.Lines[^1]);
    }

    [Theory]
    [InlineData("execute")]
    [InlineData("hook")]
    [InlineData("callback")]
    public async Task Every_part_of_an_actor_is_bounded(string part)
    {
        var group = Group();
        group.Add(part switch
        {
            "execute" => new Actor("stuck", _ => { _hanging.Happen(); return _release.Happened; }),
            "hook" => new Actor("stuck", Work.UntilTold) { Interrupt = Hook.Hangs(_hanging, _release) },
            _ => new Actor("stuck", Work.BlocksInItsCallback(_hanging, _release)),
        });

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await _hanging;
        await Assert.ThrowsAsync<StopTimeoutException>(() => run.Completion.OrHang());
        _release.Happen();

        Assert.Equal(ActorState.Abandoned, run.Actors[0].State);
        Assert.Equal(1, _recorder.Count("abandoned stuck"));
    }

    [Fact]
    public async Task The_deadline_comes_and_tokens_stay_usable()
    {
        var (token, deadline, called) = (CancellationToken.None, CancellationToken.None, 0);
        var group = Group();
        group.Add(new Actor("stuck", own => { token = own; _hanging.Happen(); return _release.Happened; })
        {
            Interrupt = async (_, limit) =>
            {
                deadline = limit;
                await Work.UntilTold(limit);
                _recorder.Write("forced");
            },
        });

        var run = group.Start();
        await _hanging;
        run.Stop();
        await run.Completion.EndOrHang();
        await _recorder.Seen("forced");
        using var first = token.Register(() => called++);
        using var second = deadline.Register(() => called++);

        Assert.Equal(2, called);
        Assert.True(token.WaitHandle.WaitOne(0));
        Assert.True(deadline.WaitHandle.WaitOne(0));
    }

    [Fact]
    public async Task What_the_abandoned_do_later_does_not_reach_the_finished_run()
    {
        var late = new InvalidOperationException("late");
        var group = Group();
        group.Add(new Actor("stuck", Work.Fails(late, _release)) { Interrupt = Hook.Fails(late, _release) });

        var run = group.Start();
        run.Stop();
        await run.Completion.EndOrHang();
        var before = (Lines: _recorder.Lines.Count, run.Actors[0], run.Completion.Exception!.InnerExceptions.Count);
        _release.Happen();
        await Eventually.EverybodyHadATurn();

        Assert.Equal(before, (_recorder.Lines.Count, run.Actors[0], run.Completion.Exception!.InnerExceptions.Count));
        Assert.IsType<StopTimeoutException>(Assert.Single(run.Completion.Exception!.InnerExceptions));
    }

    [Fact]
    public async Task An_actors_own_limit_wins_over_the_groups()
    {
        var group = Group();
        var stuck = group.Add("stuck", Work.NeverStops);
        group.Add(new Actor("patient", Work.IgnoresCancellation(_release)) { StopTimeout = Timeout.InfiniteTimeSpan });

        var run = group.Start();
        run.Stop();
        await _recorder.Seen("abandoned stuck");
        _release.Happen();
        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => run.Completion.OrHang());

        Assert.Equal([stuck], thrown.Actors);
        Assert.Equal([ActorState.Abandoned, ActorState.Ended], run.Actors.Select(status => status.State));
    }

    private ActorGroup Group() => new(new() { StopTimeout = _limit, Observer = _recorder });
}
