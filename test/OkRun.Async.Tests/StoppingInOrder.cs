namespace OkRun.Async.Tests;

/// <summary>Law 9: After in reverse.</summary>
public class StoppingInOrder
{
    [Theory]
    [InlineData("execute")]
    [InlineData("hook")]
    [InlineData("callback")]
    public async Task An_actor_is_told_only_when_every_part_of_those_after_it_has_ended(string part)
    {
        var (hanging, release) = (new Signal(), new Signal());
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder });
        CancellationToken token = default;
        var store = group.Add(new Actor("store", own => { token = own; return Work.UntilTold(own); }) { Interrupt = Hook.Writes(recorder, "hook store") });
        group.Add(part switch
        {
            "execute" => new Actor("web", async told => { await Work.UntilTold(told); hanging.Happen(); await release.Happened; }) { After = [store] },
            "hook" => new Actor("web", Work.UntilTold) { After = [store], Interrupt = Hook.Hangs(hanging, release) },
            _ => new Actor("web", Work.BlocksInItsCallback(hanging, release)) { After = [store] },
        });

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await hanging;
        var wasTold = token.IsCancellationRequested;
        recorder.Write("released");
        release.Happen();
        await run.Completion.OrHang();

        Assert.False(wasTold);
        recorder.AssertOrder("released", "told store");
        recorder.AssertOrder("ended web", "told store");
        recorder.AssertOrder("told store", "hook store");
    }

    [Fact]
    public async Task Who_still_runs_below_others_is_not_stopping_but_ready()
    {
        var release = new Signal();
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder });
        var store = group.Add("store", Work.UntilTold);
        group.Add(new Actor("web", Work.IgnoresCancellation(release)) { After = [store] });

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await recorder.Seen("told web");
        var states = run.Actors.Select(status => status.State).ToList();
        release.Happen();
        await run.Completion.OrHang();

        Assert.Equal([ActorState.Ready, ActorState.Stopping], states);
    }

    [Fact]
    public async Task Those_that_nobody_comes_after_are_told_together()
    {
        var recorder = new Recorder();
        var together = new CountdownEvent(3);
        var group = new ActorGroup(new() { Observer = recorder });
        var store = group.Add("store", Work.UntilTold, _ => recorder.Write("hook store"));
        foreach (var name in new[] { "web", "cron" })
        {
            group.Add(new Actor(name, Work.UntilTold) { After = [store], Interrupt = MeetsTheOthers });
        }

        group.Add("free", Work.UntilTold, cause => MeetsTheOthers(cause, default));

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        recorder.AssertOrder("ended web", "told store");
        recorder.AssertOrder("ended cron", "told store");
        together.Dispose();

        Task MeetsTheOthers(Exception? cause, CancellationToken deadline)
        {
            together.Signal();
            Assert.True(together.Wait(Deadline.Hung, CancellationToken.None));
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task One_that_ended_by_itself_is_told_in_its_turn_before_those_it_came_after()
    {
        var (end, release) = (new Signal(), new Signal());
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder });
        var store = group.Add(new Actor("store", Work.UntilTold) { Interrupt = Hook.Writes(recorder, "hook store") });
        var web = group.Add(new Actor("web", Work.Ends(end)) { After = [store], Interrupt = Hook.Writes(recorder, "hook web") });
        group.Add(new Actor("log", Work.IgnoresCancellation(release)) { After = [web], Interrupt = Hook.Writes(recorder, "hook log") });

        var run = group.Start();
        await run.Ready.OrHang();
        end.Happen();
        await recorder.Seen("hook log");
        recorder.Write("released");
        release.Happen();
        await run.Completion.OrHang();

        Assert.Same(web, run.First);
        recorder.AssertOrder("released", "told web");
        recorder.AssertOrder("hook web", "told store");
    }

    [Fact]
    public async Task One_that_ended_by_itself_and_waits_for_its_turn_keeps_its_token_uncancelled()
    {
        var release = new Signal();
        var recorder = new Recorder();
        CancellationToken token = default;
        var group = new ActorGroup(new() { Observer = recorder });
        var brief = group.Add(new Actor("brief", own => { token = own; return Task.CompletedTask; }) { OneShot = true });
        group.Add(new Actor("web", Work.IgnoresCancellation(release)) { After = [brief] });

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await recorder.Seen("told web");
        var wasCancelled = token.IsCancellationRequested;
        release.Happen();
        await run.Completion.OrHang();

        Assert.False(wasCancelled);
        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public async Task A_dependent_that_never_started_holds_nobody_up()
    {
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder });
        var store = group.Add("store", Work.UntilTold);
        var gate = group.Add(new Actor("gate", (_, token) => Work.UntilTold(token)));
        group.Add(new Actor("web", Work.UntilTold) { After = [store, gate] });

        var run = group.Start();
        await recorder.Seen("ready store");
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal([ActorState.Ended, ActorState.Ended, ActorState.NotStarted], run.Actors.Select(status => status.State));
    }

    [Fact]
    public async Task A_dependent_that_failed_by_itself_is_over_only_when_it_has_been_told()
    {
        var failure = new InvalidOperationException("boom");
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder });
        var store = group.Add(new Actor("store", Work.UntilTold));
        group.Add(new Actor("web", Work.Fails(failure)) { After = [store], Interrupt = Hook.Writes(recorder, "hook web") });

        var run = group.RunAsync();
        await run.EndOrHang();

        Assert.Same(failure, run.Exception!.InnerException);
        recorder.AssertOrder("told web", "told store");
        recorder.AssertOrder("hook web", "told store");
    }

    [Fact]
    public async Task Tokens_of_those_told_together_in_a_later_turn_are_cancelled_before_their_hooks_too()
    {
        var tokens = new CancellationToken[10];
        var early = 0;
        var group = new ActorGroup();
        var stores = Enumerable.Range(0, tokens.Length).Select(index => group.Add(new Actor($"{index}", Enter(index)) { Interrupt = Look })).ToList();
        group.Add(new Actor("web", Work.UntilTold) { After = stores });

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal(0, early);

        Func<CancellationToken, Task> Enter(int index) => token =>
        {
            tokens[index] = token;
            return Work.UntilTold(token);
        };

        Task Look(Exception? cause, CancellationToken deadline)
        {
            Interlocked.Add(ref early, tokens.Count(token => token is { CanBeCanceled: true, IsCancellationRequested: false }));
            return Task.CompletedTask;
        }
    }
}
