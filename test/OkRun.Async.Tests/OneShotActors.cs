namespace OkRun.Async.Tests;

/// <summary>Law 6, where it speaks of one-shot actors.</summary>
public class OneShotActors
{
    [Fact]
    public async Task One_that_ends_well_stops_nothing()
    {
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder })
        {
            new Actor("brief", Work.Nothing) { OneShot = true },
            { "waits", Work.UntilTold },
        };

        await using var run = group.Start();
        await recorder.Seen("ready brief");
        await recorder.Seen("ready waits");

        Assert.Null(run.First);
        Assert.False(run.Completion.IsCompleted);
        Assert.DoesNotContain("stopping", recorder.Lines);
        Assert.Equal([ActorState.Ended, ActorState.Ready], run.Actors.Select(status => status.State));
    }

    [Fact]
    public async Task When_all_have_ended_the_run_is_over_and_nobody_was_first()
    {
        var hooks = new Recorder();
        var group = new ActorGroup
        {
            new Actor("one", Work.Nothing) { OneShot = true, Interrupt = Hook.Writes(hooks, "hook one") },
            new Actor("two", Work.Nothing) { OneShot = true, Interrupt = Hook.Writes(hooks, "hook two") },
        };

        var run = group.Start();
        await run.Completion.OrHang();

        Assert.Null(run.First);
        Assert.Equal(["hook one", "hook two"], hooks.Lines.Order());
    }

    [Fact]
    public async Task One_that_fails_stops_the_run()
    {
        var failure = new InvalidOperationException("boom");
        var group = new ActorGroup { new Actor("fails", Work.Fails(failure)) { OneShot = true }, { "waits", Work.UntilTold } };

        var run = group.Start();
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => run.Completion.OrHang());

        Assert.Same(failure, thrown);
        Assert.Equal("fails", run.First?.Name);
    }

    [Fact]
    public async Task One_that_is_cancelled_by_itself_stops_the_run_with_a_failure()
    {
        var group = new ActorGroup
        {
            new Actor("times out", _ => Task.FromCanceled(new CancellationToken(true))) { OneShot = true },
            { "waits", Work.UntilTold },
        };

        var run = group.Start();
        await run.Completion.EndOrHang();

        Assert.True(run.Completion.IsFaulted);
        Assert.Equal("times out", run.First?.Name);
        Assert.Equal([ActorState.Failed, ActorState.Ended], run.Actors.Select(status => status.State));
    }

    [Fact]
    public async Task One_that_ends_while_the_run_stops_changes_nothing()
    {
        var recorder = new Recorder();
        var release = new Signal();
        var group = new ActorGroup(new() { Observer = recorder });
        var brief = group.Add(new Actor("brief", Work.IgnoresCancellation(release)) { OneShot = true });
        group.Add(new Actor("waits", Work.UntilTold) { After = [brief] });
        var first = group.Add("first", Work.Nothing);

        var run = group.Start();
        await recorder.Seen("told brief");
        release.Happen();
        await run.Completion.OrHang();

        Assert.Same(first, run.First);
        Assert.Equal((0, 0), (recorder.Count("ready brief"), recorder.Count("started waits")));
        Assert.Equal([ActorState.Ended, ActorState.NotStarted, ActorState.Ended], run.Actors.Select(status => status.State));
    }

    [Fact]
    public async Task One_that_ended_long_ago_is_told_and_its_token_cancelled()
    {
        var recorder = new Recorder();
        CancellationToken seen = default;
        var group = new ActorGroup(new() { Observer = recorder })
        {
            new Actor("brief", token => { seen = token; return Task.CompletedTask; }) { OneShot = true, Interrupt = Hook.Writes(recorder, "hook") },
            { "waits", Work.UntilTold },
        };

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        Assert.True(seen.IsCancellationRequested);
        Assert.Equal((1, 1), (recorder.Count("told brief"), recorder.Count("hook")));
    }

    [Fact]
    public async Task One_that_says_ready_need_not_end_to_be_ready()
    {
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder });
        var warm = group.Add(new Actor("warm", (ready, token) => { ready(); return Work.UntilTold(token); }) { OneShot = true });
        group.Add(new Actor("follower", Work.UntilTold) { After = [warm] });

        await using var run = group.Start();
        await run.Ready.OrHang();

        Assert.Equal([ActorState.Ready, ActorState.Ready], run.Actors.Select(status => status.State));
        Assert.Equal(1, recorder.Count("ready warm"));
    }

    [Fact]
    public async Task One_that_says_ready_and_ends_is_announced_once()
    {
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder })
        {
            new Actor("brief", (ready, _) => { ready(); return Task.CompletedTask; }) { OneShot = true },
            new Actor("silent", (_, _) => Task.CompletedTask) { OneShot = true },
        };

        await group.RunAsync().OrHang();

        Assert.Equal((1, 1), (recorder.Count("ready brief"), recorder.Count("ready silent")));
    }
}
