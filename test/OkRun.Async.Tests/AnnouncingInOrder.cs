namespace OkRun.Async.Tests;

/// <summary>However slow an observer is, it hears of an actor before it hears that the run stops, and of everything before the run is over.</summary>
public partial class AnnouncingInOrder
{
    private readonly Recorder _recorder = new();
    private readonly Signal _held = new();
    private readonly Signal _release = new();

    [Fact]
    public async Task An_actor_that_ends_while_its_readiness_is_announced_stops_the_run_after_that()
    {
        var (end, becomeReady) = (new TaskCompletionSource(TaskCreationOptions.None), new TaskCompletionSource<Action>(TaskCreationOptions.RunContinuationsAsynchronously));
        var group = new ActorGroup(new() { Observer = new Holds(this, "ready") })
        {
            new Actor("aware", (ready, _) => { becomeReady.SetResult(ready); return end.Task; }),
        };

        var run = group.Start();
        var announcing = Task.Run(await becomeReady.Task.OrHang());
        await _held;
        end.SetResult();
        var early = _recorder.Lines;
        _release.Happen();
        await Task.WhenAll(announcing, run.Completion).OrHang();

        Assert.DoesNotContain("stopping", early);
        _recorder.AssertOrder("ready aware", "stopping");
        Assert.Equal("stopped", _recorder.Lines[^1]);
    }

    [Fact]
    public async Task Stop_once_more_does_not_let_go_of_what_is_being_announced()
    {
        var becomeReady = new TaskCompletionSource<Action>(TaskCreationOptions.RunContinuationsAsynchronously);
        var group = new ActorGroup(new() { Observer = new Holds(this, "ready") })
        {
            new Actor("aware", (ready, token) => { becomeReady.SetResult(ready); return Work.UntilTold(token); }),
        };

        var run = group.Start();
        var announcing = Task.Run(await becomeReady.Task.OrHang());
        await _held;
        run.Stop();
        run.Stop();
        await Eventually.EverybodyHadATurn();
        var early = _recorder.Lines;
        _release.Happen();
        await Task.WhenAll(announcing, run.Completion).OrHang();

        Assert.DoesNotContain("stopping", early);
        _recorder.AssertOrder("ready aware", "stopping");
    }

    [Fact]
    public async Task An_observer_hears_that_an_actor_is_told_before_the_token_is_cancelled()
    {
        var entered = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        var group = new ActorGroup(new() { Observer = new Holds(this, "told") })
        {
            new Actor("waits", token => { entered.SetResult(token); return Work.UntilTold(token); }),
        };

        var run = group.Start();
        var token = await entered.Task.OrHang();
        run.Stop();
        await _held;
        var early = token.IsCancellationRequested;
        _release.Happen();
        await run.Completion.OrHang();

        Assert.False(early);
        Assert.True(token.IsCancellationRequested);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_run_is_ready_after_the_observer_has_heard_it_of_everybody(bool isAskedToStop)
    {
        await using var run = new ActorGroup(new() { Observer = new Holds(this, "ready") }) { { "waits", Work.UntilTold } }.Start();
        await _held;
        if (isAskedToStop)
        {
            run.Stop(); // it waits for the observer
        }

        var early = run.Ready.IsCompleted;
        _release.Happen();
        await run.Ready.OrHang();

        Assert.False(early);
        Assert.Contains("ready waits", _recorder.Lines);
    }

    private sealed class Holds(AnnouncingInOrder test, string what) : ActorGroupObserver
    {
        public override void OnReady(Actor actor) => Hear("ready", $"ready {actor.Name}");

        public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) => Hear("ended", $"ended {actor.Name}");

        public override void OnAbandoned(Actor actor, TimeSpan timeout) => Hear("abandoned", $"abandoned {actor.Name}");

        public override void OnInterrupting(Actor actor, Exception? cause) => Hear("told", $"told {actor.Name}");

        public override void OnInterruptFailed(Actor actor, Exception exception) => Hear("failed", $"failed to interrupt {actor.Name}");

        public override void OnStopping(Actor? first, Exception? cause) => Hear("stopping", "stopping");

        public override void OnStopped(TimeSpan elapsed) => Hear("stopped", "stopped");

        private void Hear(string kind, string line)
        {
            if (kind == what)
            {
                test._held.Happen();
                test._release.BlockThread();
            }

            test._recorder.Write(line);
        }
    }
}
