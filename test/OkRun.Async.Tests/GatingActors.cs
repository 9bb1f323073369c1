namespace OkRun.Async.Tests;

/// <summary>Laws 4 and 5: who waits for whom, and who never starts.</summary>
public class GatingActors
{
    public static TheoryData<string> Stops => ["Stop", "caller", "end", "failure"];

    [Theory]
    [MemberData(nameof(Stops))]
    public async Task Who_still_waits_when_the_run_begins_to_stop_never_starts(string by)
    {
        using var caller = new CancellationTokenSource();
        var recorder = new Recorder();
        var end = new Signal();
        var failure = new InvalidOperationException("boom");
        var group = new ActorGroup(new() { Observer = recorder });
        var gate = group.Add(new Actor("gate", (_, token) => Work.UntilTold(token)));
        var waits = group.Add(new Actor("waits", Enters) { After = [gate], Interrupt = Hook.Writes(recorder, "hook") });
        group.Add(new Actor("waits longer", Enters) { After = [waits], Interrupt = Hook.Writes(recorder, "hook") });
        group.Add("ends", by == "failure" ? Work.Fails(failure, end) : Work.Ends(end));

        var run = group.Start(caller.Token);
        await recorder.Seen("started ends");
        switch (by)
        {
            case "Stop":
                run.Stop();
                break;
            case "caller":
                await caller.CancelAsync();
                break;
            default:
                end.Happen();
                break;
        }

        await run.Completion.EndOrHang();

        Assert.Equal((0, 0, 0), (recorder.Count("entered"), recorder.Count("hook"), recorder.Count("told waits")));
        Assert.Equal([ActorState.NotStarted, ActorState.NotStarted], run.Actors.Skip(1).Take(2).Select(status => status.State));
        Assert.Equal(TimeSpan.Zero, run.Actors[1].Elapsed);
        Assert.Equal(by switch { "caller" => TaskStatus.Canceled, "failure" => TaskStatus.Faulted, _ => TaskStatus.RanToCompletion }, run.Completion.Status);

        Task Enters(CancellationToken token)
        {
            recorder.Write("entered");
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Ready_after_the_stop_releases_nobody()
    {
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder });
        var gate = group.Add(new Actor("gate", async (ready, token) =>
        {
            await Work.UntilTold(token);
            ready();
        }));
        group.Add(new Actor("waits", Work.UntilTold) { After = [gate] });

        var run = group.Start();
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal((0, 0), (recorder.Count("ready gate"), recorder.Count("started waits")));
    }

    [Fact]
    public async Task Ready_after_the_callers_cancellation_releases_nobody_even_from_a_callback_that_runs_before_the_stop()
    {
        using var caller = new CancellationTokenSource();
        var recorder = new Recorder();
        var registered = new Signal();
        var group = new ActorGroup(new() { Observer = recorder });
        var gate = group.Add(new Actor("gate", async (ready, token) =>
        {
            using var registration = caller.Token.Register(ready); // callbacks run in reverse: this one before the run's own
            registered.Happen();
            await Work.UntilTold(token);
        }));
        group.Add(new Actor("waits", Work.UntilTold) { After = [gate] });

        var run = group.Start(caller.Token);
        await registered;
        await caller.CancelAsync();
        await run.Completion.EndOrHang();

        Assert.Equal((0, 0), (recorder.Count("ready gate"), recorder.Count("started waits")));
    }

    [Fact]
    public async Task A_one_shot_actor_that_fails_releases_nobody()
    {
        var recorder = new Recorder();
        var failure = new InvalidOperationException("boom");
        var group = new ActorGroup(new() { Observer = recorder });
        var migration = group.Add(new Actor("migration", Work.Fails(failure)) { OneShot = true });
        group.Add(new Actor("web", Work.UntilTold) { After = [migration] });

        var run = group.Start();
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => run.Completion.OrHang());

        Assert.Same(failure, thrown);
        Assert.Same(migration, run.First);
        Assert.Equal([ActorState.Failed, ActorState.NotStarted], run.Actors.Select(status => status.State));
        Assert.Equal((0, 0), (recorder.Count("ready migration"), recorder.Count("started web")));
    }

    [Fact]
    public async Task Who_was_released_before_the_stop_starts_and_is_told()
    {
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder });
        var brief = group.Add(new Actor("brief", (ready, _) =>
        {
            ready();
            return Task.CompletedTask;
        }));
        group.Add(new Actor("follower", token => { recorder.Write("entered"); return Work.UntilTold(token); })
        {
            After = [brief],
            Interrupt = Hook.Writes(recorder, "hook"),
        });

        var run = group.Start();
        await run.Completion.OrHang();

        Assert.Same(brief, run.First);
        Assert.Equal((1, 1), (recorder.Count("entered"), recorder.Count("hook")));
    }

    [Fact]
    public async Task A_diamond_starts_and_stops_along_its_sides()
    {
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder });
        var top = group.Add("top", Work.UntilTold);
        var left = group.Add(new Actor("left", Work.UntilTold) { After = [top] });
        var right = group.Add(new Actor("right", Work.UntilTold) { After = [top] });
        group.Add(new Actor("bottom", Work.UntilTold) { After = [left, right, top] });

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        recorder.AssertOrder("ready left", "started bottom");
        recorder.AssertOrder("ready right", "started bottom");
        recorder.AssertOrder("ended bottom", "told left");
        recorder.AssertOrder("ended bottom", "told right");
        recorder.AssertOrder("ended left", "told top");
        recorder.AssertOrder("ended right", "told top");
    }

    [Fact]
    public async Task A_chain_of_ten_thousand_starts_and_stops_without_a_deep_stack()
    {
        var group = new ActorGroup();
        var last = group.Add("0", Work.UntilTold);
        for (var number = 1; number < 10_000; number++)
        {
            last = group.Add(new Actor($"{number}", Work.Nothing) { After = [last], OneShot = true });
        }

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        Assert.All(run.Actors, status => Assert.Equal(ActorState.Ended, status.State));
    }

    [Fact]
    public async Task A_chain_of_ten_thousand_that_ends_by_itself_is_over()
    {
        var hooks = 0;
        var group = new ActorGroup();
        Actor[] last = [];
        for (var number = 0; number < 10_000; number++)
        {
            // With a hook, and without: the stop goes different ways.
            last = [group.Add(new Actor($"{number}", Work.Nothing) { After = last, OneShot = true, Interrupt = number % 10 == 0 ? Count : null })];
        }

        var run = group.Start();
        await run.Completion.OrHang();

        Assert.Null(run.First);
        Assert.Equal(1_000, hooks);

        Task Count(Exception? cause, CancellationToken deadline)
        {
            Interlocked.Increment(ref hooks);
            return Task.CompletedTask;
        }
    }
}
