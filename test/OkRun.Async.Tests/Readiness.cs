namespace OkRun.Async.Tests;

/// <summary>Law 4: who is ready when.</summary>
public class Readiness
{
    [Fact]
    public async Task A_plain_actor_is_ready_while_it_blocks_its_thread()
    {
        var release = new Signal();
        var entered = new Signal();
        var group = new ActorGroup();
        var blocks = group.Add("blocks", Work.BlocksItsThread(release));
        group.Add(new Actor("follower", _ => { entered.Happen(); return Task.CompletedTask; }) { After = [blocks] });

        var run = group.Start();
        await entered;
        await run.Ready.OrHang();

        Assert.False(run.Completion.IsCompleted);
        release.Happen();
        await run.Completion.OrHang();
    }

    [Fact]
    public async Task A_readiness_aware_actor_is_ready_when_it_says_so()
    {
        var recorder = new Recorder();
        var say = new Signal();
        var group = new ActorGroup(new() { Observer = recorder });
        var aware = group.Add(Aware("aware", say));
        group.Add(new Actor("follower", Work.UntilTold) { After = [aware] });
        group.Add("other", Work.UntilTold);

        await using var run = group.Start();
        await recorder.Seen("ready other");
        Assert.Equal([ActorState.Starting, ActorState.Waiting, ActorState.Ready], run.Actors.Select(status => status.State));
        Assert.False(run.Ready.IsCompleted);
        recorder.Write("says");
        say.Happen();
        await run.Ready.OrHang();

        recorder.AssertOrder("says", "ready aware");
        recorder.AssertOrder("ready aware", "started follower");
        Assert.All(run.Actors, status => Assert.Equal(ActorState.Ready, status.State));
    }

    [Fact]
    public async Task A_one_shot_actor_is_ready_when_it_has_ended_well()
    {
        var recorder = new Recorder();
        var end = new Signal();
        var group = new ActorGroup(new() { Observer = recorder });
        var migration = group.Add(new Actor("migration", Work.IgnoresCancellation(end)) { OneShot = true });
        group.Add(new Actor("web", Work.UntilTold) { After = [migration] });
        group.Add("other", Work.UntilTold);

        await using var run = group.Start();
        await recorder.Seen("ready other");
        Assert.Equal([ActorState.Starting, ActorState.Waiting, ActorState.Ready], run.Actors.Select(status => status.State));
        end.Happen();
        await run.Ready.OrHang();

        recorder.AssertOrder("ended migration", "ready migration");
        recorder.AssertOrder("ready migration", "started web");
        Assert.Equal([ActorState.Ended, ActorState.Ready, ActorState.Ready], run.Actors.Select(status => status.State));
    }

    [Fact]
    public async Task Saying_ready_again_is_harmless()
    {
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder });
        var eager = group.Add(new Actor("eager", (ready, token) =>
        {
            Parallel.For(0, 100, _ => ready());
            return Work.UntilTold(token);
        }));
        group.Add(new Actor("follower", Work.UntilTold) { After = [eager] });

        await using var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal((1, 1, 1), (recorder.Count("ready eager"), recorder.Count("started follower"), recorder.Count("ended follower")));
    }

    [Fact]
    public async Task Saying_ready_late_is_harmless()
    {
        var recorder = new Recorder();
        Action late = () => { };
        var group = new ActorGroup(new() { Observer = recorder });
        var mute = group.Add(new Actor("mute", async (ready, token) =>
        {
            late = ready;
            await Work.UntilTold(token);
            ready();
        }));
        group.Add(new Actor("follower", Work.UntilTold) { After = [mute] });
        group.Add("ends", Work.Nothing);

        var run = group.Start();
        await run.Completion.OrHang();
        late();

        Assert.Equal((0, 0), (recorder.Count("ready mute"), recorder.Count("started follower")));
        Assert.True(run.Ready.IsCanceled);
        Assert.Equal([ActorState.Ended, ActorState.NotStarted, ActorState.Ended], run.Actors.Select(status => status.State));
    }

    [Fact]
    public async Task What_one_run_calls_ready_is_nothing_to_another()
    {
        var calls = new List<Action>();
        var entered = new Signal();
        var group = new ActorGroup
        {
            new Actor("aware", (ready, token) =>
            {
                lock (calls)
                {
                    calls.Add(ready);
                    if (calls.Count == 2)
                    {
                        entered.Happen();
                    }
                }

                return Work.UntilTold(token);
            }),
        };

        await using var one = group.Start();
        await using var other = group.Start();
        await entered;
        calls[0]();

        Assert.True(one.Ready.IsCompletedSuccessfully ^ other.Ready.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task An_actor_after_many_waits_for_the_last_of_them()
    {
        var recorder = new Recorder();
        var says = Enumerable.Range(0, 5).Select(_ => new Signal()).ToList();
        var group = new ActorGroup(new() { Observer = recorder });
        var aware = says.Select((say, index) => group.Add(Aware($"{index}", say))).ToArray();
        group.Add(new Actor("follower", Work.UntilTold) { After = [.. aware, .. aware] });

        await using var run = group.Start();
        foreach (var index in new[] { 3, 0, 4, 1, 2 })
        {
            recorder.Write($"says {index}");
            says[index].Happen();
            await recorder.Seen($"ready {index}");
        }

        await run.Ready.OrHang();
        recorder.AssertOrder("says 2", "started follower");
        Assert.Equal(1, recorder.Count("started follower"));
    }

    [Fact]
    public async Task Ready_of_a_run_that_was_ready_stays_so_however_late_it_is_asked()
    {
        var recorder = new Recorder();
        var run = new ActorGroup(new() { Observer = recorder }) { { "plain", Work.UntilTold } }.Start();
        await recorder.Seen("ready plain");
        run.Stop();
        await run.Completion.OrHang();

        var ready = run.Ready;

        Assert.True(ready.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Ready_is_canceled_when_the_run_begins_to_stop_before_that()
    {
        var release = new Signal();
        var group = new ActorGroup { new Actor("never ready", (_, _) => release.Happened) };

        var run = group.Start();
        var ready = run.Ready;
        run.Stop();
        await ready.EndOrHang();

        Assert.True(ready.IsCanceled);
        Assert.True(run.Ready.IsCanceled);
        Assert.False(run.Completion.IsCompleted);
        release.Happen();
        await run.Completion.OrHang();
    }

    [Fact]
    public async Task Everybody_who_asks_before_the_time_is_told()
    {
        var isUp = new Signal();
        await using var run = new ActorGroup { new Actor("aware", async (ready, token) => { await isUp.Happened; ready(); await Work.UntilTold(token); }) }.Start();

        var (one, other) = (run.Ready, run.Ready);
        isUp.Happen();

        await Task.WhenAll(one, other).OrHang();
    }

    [Fact]
    public async Task Ready_of_a_run_that_never_begins_is_canceled()
    {
        var run = new ActorGroup { { "plain", Work.UntilTold } }.Start(new CancellationToken(canceled: true));

        await run.Completion.EndOrHang();

        Assert.True(run.Ready.IsCanceled);
    }

    [Fact]
    public async Task An_empty_run_is_ready()
    {
        var run = new ActorGroup().Start();

        await run.Ready.OrHang();

        Assert.True(run.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_group_of_one_shot_actors_is_ready_before_it_is_over()
    {
        var group = new ActorGroup { new Actor("one", Work.Nothing) { OneShot = true }, new Actor("two", Work.Nothing) { OneShot = true } };

        var run = group.Start();
        await run.Completion.OrHang();

        Assert.True(run.Ready.IsCompletedSuccessfully);
    }

    private static Actor Aware(string name, Signal say) => new(name, async (ready, token) =>
    {
        await say.Happened;
        ready();
        await Work.UntilTold(token);
    });
}
