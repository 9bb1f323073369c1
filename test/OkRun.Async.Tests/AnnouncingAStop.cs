namespace OkRun.Async.Tests;

/// <summary>A stop that is announced before it comes: <see cref="ActorGroupOptions.StopAnnounced"/>.</summary>
public sealed class AnnouncingAStop : IDisposable
{
    private readonly CancellationTokenSource _announced = new();
    private readonly Recorder _recorder = new();

    public void Dispose() => _announced.Dispose();

    [Fact]
    public async Task An_actor_that_ends_by_the_announcement_has_ended_normally_and_stops_no_other()
    {
        var run = Group(new Actor("worker", _ => Work.UntilCancelled(_announced.Token)), new Actor("other", Work.UntilTold)).Start();
        await run.Ready.OrHang();

        await _announced.CancelAsync();
        await _recorder.Seen("ended worker");
        await Eventually.EverybodyHadATurn();

        Assert.DoesNotContain("stopping", _recorder.Lines);
        Assert.Equal([ActorState.Ended, ActorState.Ready], run.Actors.Select(status => status.State));
        run.Stop();
        await run.Completion.OrHang();
        Assert.Null(run.First);
    }

    [Fact]
    public async Task An_exception_that_is_no_cancellation_is_a_failure_still()
    {
        var failure = new InvalidOperationException("boom");
        var run = Group(new Actor("worker", async _ => { await AnnouncedAsync(); throw failure; }), new Actor("other", Work.UntilTold)).Start();

        await _announced.CancelAsync();
        await run.Completion.EndOrHang();

        Assert.Same(failure, Assert.Single(run.Completion.Exception!.InnerExceptions));
        Assert.Equal("worker", run.First?.Name);
    }

    [Fact]
    public async Task A_return_after_the_announcement_stops_the_group_as_ever()
    {
        var run = Group(new Actor("worker", _ => AnnouncedAsync()), new Actor("other", Work.UntilTold)).Start();

        await _announced.CancelAsync();
        await run.Completion.OrHang();

        Assert.Equal("worker", run.First?.Name);
    }

    [Fact]
    public async Task A_cancellation_before_the_announcement_is_a_failure()
    {
        var run = Group(new Actor("worker", _ => Task.FromException(new OperationCanceledException("timeout"))), new Actor("other", Work.UntilTold)).Start();

        await run.Completion.EndOrHang();

        Assert.IsType<OperationCanceledException>(Assert.Single(run.Completion.Exception!.InnerExceptions));
    }

    [Fact]
    public async Task When_all_actors_have_ended_by_the_announcement_the_run_is_over()
    {
        var run = Group(new Actor("one", _ => Work.UntilCancelled(_announced.Token)), new Actor("two", _ => Work.UntilCancelled(_announced.Token))).Start();
        await run.Ready.OrHang();

        await _announced.CancelAsync();
        await run.Completion.OrHang();

        Assert.Equal((TaskStatus.RanToCompletion, null), (run.Completion.Status, run.First));
    }

    [Fact]
    public async Task The_dependents_of_a_one_shot_actor_that_ends_by_the_announcement_do_not_start()
    {
        var migration = new Actor("migration", _ => Work.UntilCancelled(_announced.Token)) { OneShot = true };
        var run = Group(migration, new Actor("web", Work.UntilTold) { After = [migration] }, new Actor("other", Work.UntilTold)).Start();
        await _recorder.Seen("ready other");

        await _announced.CancelAsync();
        await _recorder.Seen("ended migration");
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal(ActorState.NotStarted, run.Actors[1].State);
        Assert.Equal(TaskStatus.Canceled, run.Ready.Status);
    }

    private ActorGroup Group(params Actor[] actors)
    {
        var group = new ActorGroup(new() { StopAnnounced = _announced.Token, Observer = _recorder });
        foreach (var actor in actors)
        {
            group.Add(actor);
        }

        return group;
    }

    private async Task AnnouncedAsync() => await Work.UntilTold(_announced.Token);
}
