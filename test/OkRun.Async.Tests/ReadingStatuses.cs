namespace OkRun.Async.Tests;

/// <summary>What a run says of its actors while it runs and after.</summary>
public partial class ReadingStatuses
{
    [Fact]
    public async Task States_follow_an_actor_through_its_life()
    {
        var (entered, say, hanging, release) = (new Signal(), new Signal(), new Signal(), new Signal());
        var group = new ActorGroup();
        var store = group.Add(new Actor("store", async (ready, _) => { entered.Happen(); await say.Happened; ready(); await release.Happened; }));
        group.Add(new Actor("web", Work.UntilTold) { After = [store], Interrupt = Hook.Hangs(hanging, release) });

        var run = group.Start();
        await entered;
        AssertStates(run, ActorState.Starting, ActorState.Waiting);
        say.Happen();
        await run.Ready.OrHang();
        AssertStates(run, ActorState.Ready, ActorState.Ready);
        run.Stop();
        await hanging;
        await Eventually.True(() => run.Actors[1].State == ActorState.Ended);
        AssertStates(run, ActorState.Ready, ActorState.Ended);
        release.Happen();
        await run.Completion.OrHang();

        AssertStates(run, ActorState.Ended, ActorState.Ended);
    }

    [Fact]
    public async Task What_of_an_actor_still_runs_can_be_told_apart()
    {
        var (hanging, blocking, registered, release) = (new Signal(), new Signal(), new Signal(), new Signal());
        var group = new ActorGroup();
        var store = group.Add(new Actor("store", Work.UntilTold));
        group.Add(new Actor("hangs in its hook", Work.UntilTold) { After = [store], Interrupt = Hook.Hangs(hanging, release) });
        group.Add(new Actor("blocks in a callback", Work.BlocksInItsCallback(blocking, release, registered)) { After = [store] });
        group.Add(new Actor("ignores its token", Work.IgnoresCancellation(release)) { After = [store] });

        var run = group.Start();
        await run.Ready.OrHang();
        await registered;
        Assert.All(run.Actors, status => Assert.Equal((ActorParts.Execute, null), (status.Running, status.SinceTold)));
        run.Stop();
        await Task.WhenAll(hanging.Happened, blocking.Happened).OrHang();
        await Eventually.True(() => run.Actors[1].State == ActorState.Ended && run.Actors[2].State == ActorState.Ended && run.Actors[3].Running == ActorParts.Execute);
        var during = run.Actors;
        release.Happen();
        await run.Completion.OrHang();

        Assert.Equal([ActorParts.Execute, ActorParts.Hook, ActorParts.Callbacks, ActorParts.Execute], during.Select(status => status.Running));
        Assert.Equal([false, true, true, true], during.Select(status => status.SinceTold is not null));
        Assert.All(run.Actors, status => Assert.Equal(ActorParts.None, status.Running));
    }

    [Fact]
    public async Task An_actor_that_has_not_returned_its_task_blocks_its_thread()
    {
        var (entered, release) = (new Signal(), new Signal());
        var group = new ActorGroup
        {
            { "blocks", token => { entered.Happen(); return Work.BlocksItsThread(release)(token); } },
            Actor.Blocking("blocks a thread of its own", _ => release.BlockThread()),
            { "waits", Work.IgnoresCancellation(release) },
        };

        var run = group.Start();
        await entered;
        await run.Ready.OrHang();
        await Eventually.True(() => !run.Actors[2].BlocksThread); // it has been entered, and returns its task after a moment
        bool[] during = [.. run.Actors.Select(status => status.BlocksThread)];
        release.Happen();
        await run.Completion.OrHang();

        Assert.Equal([true, false, false], during);
        Assert.All(run.Actors, status => Assert.False(status.BlocksThread));
    }

    [Fact]
    public async Task A_failing_hook_shows_before_its_actor_has_ended()
    {
        var failure = new InvalidOperationException("boom");
        var release = new Signal();
        var run = new ActorGroup { new Actor("web", Work.IgnoresCancellation(release)) { Interrupt = Hook.Throws(failure) } }.Start();

        run.Stop();
        await Eventually.True(() => run.Actors[0].Exception is not null);
        var during = run.Actors[0];
        release.Happen();
        await run.Completion.EndOrHang();

        Assert.Equal((ActorState.Stopping, failure), (during.State, during.Exception));
        Assert.Equal((ActorState.Failed, failure), (run.Actors[0].State, run.Actors[0].Exception));
    }

    [Fact]
    public async Task The_first_failure_of_an_actor_is_its_exception()
    {
        var (failure, later) = (new InvalidOperationException("boom"), new ArgumentException("later"));
        var run = new ActorGroup { new Actor("web", Work.Fails(failure)) { Interrupt = Hook.Throws(later) } }.Start();

        await run.Completion.EndOrHang();

        Assert.Same(failure, run.Actors[0].Exception);
        Assert.Equal([failure, later], run.Completion.Exception!.InnerExceptions);
    }

    [Fact]
    public async Task Statuses_are_a_snapshot_in_the_order_of_Add()
    {
        var group = new ActorGroup { { "b", Work.UntilTold }, { "a", Work.UntilTold } };
        var run = group.Start();
        await run.Ready.OrHang();

        var before = run.Actors;
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal(["b", "a"], before.Select(status => status.Actor.Name));
        Assert.All(before, status => Assert.Equal(ActorState.Ready, status.State));
        AssertStates(run, ActorState.Ended, ActorState.Ended);
    }

    [Fact]
    public async Task First_is_null_while_nobody_has_stopped_the_run_and_known_while_it_stops()
    {
        var (end, release) = (new Signal(), new Signal());
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder });
        group.Add("stays", Work.IgnoresCancellation(release));
        var ends = group.Add("ends", Work.IgnoresCancellation(end));

        var run = group.Start();
        await run.Ready.OrHang();
        Assert.Null(run.First);
        end.Happen();
        await recorder.Seen("stopping");
        Assert.Same(ends, run.First);
        Assert.False(run.Completion.IsCompleted);
        release.Happen();
        await run.Completion.OrHang();

        Assert.Same(ends, run.First);
    }

    private static void AssertStates(ActorGroupRun run, params IEnumerable<ActorState> states) => Assert.Equal(states, run.Actors.Select(status => status.State));
}
