namespace OkRun.Async.Tests;

/// <summary><see cref="Actor.Until"/>.</summary>
public class WaitingForTokens
{
    [Fact]
    public async Task It_ends_well_when_the_token_is_cancelled()
    {
        using var other = new CancellationTokenSource();
        var group = new ActorGroup();
        var until = group.Add(Actor.Until(other.Token));
        group.Add("waits", Work.UntilCancelled);

        var run = group.Start();
        await run.Ready.OrHang();
        await other.CancelAsync();
        await run.Completion.OrHang();

        Assert.Same(until, run.First);
        Assert.Equal("until", until.Name);
        Assert.Equal(TaskStatus.RanToCompletion, run.Completion.Status);
    }

    [Fact]
    public async Task It_ends_at_once_for_a_token_that_is_cancelled_already()
    {
        var run = new ActorGroup { Actor.Until(new CancellationToken(true)) }.Start();

        await run.Completion.OrHang();

        Assert.Equal("until", run.First?.Name);
    }

    [Fact]
    public async Task It_ends_well_when_it_is_told_to_stop()
    {
        var run = new ActorGroup { Actor.Until(default), { "ends", Work.Nothing } }.Start();

        await run.Completion.OrHang();

        Assert.Equal(("ends", ActorState.Ended), (run.First?.Name, run.Actors[0].State));
    }

    [Fact]
    public async Task Cancelling_the_token_runs_no_code_of_the_run_on_its_stack()
    {
        using var other = new CancellationTokenSource();
        var recorder = new StackRecorder();
        var run = new ActorGroup(new() { Observer = recorder }) { Actor.Until(other.Token) }.Start();
        await run.Ready.OrHang();

#pragma warning disable CA1849, VSTHRD103 // its own stack is what is tested
        other.Cancel();
#pragma warning restore CA1849, VSTHRD103
        await run.Completion.OrHang();

        Assert.DoesNotContain(nameof(CancellationTokenSource.Cancel) + "(", recorder.Stack, StringComparison.Ordinal);
    }

    private sealed class StackRecorder : ActorGroupObserver
    {
        public string Stack { get; private set; } = "";

        public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) => Stack = Environment.StackTrace;
    }
}
