using Microsoft.Extensions.Time.Testing;

namespace OkRun.Async.Tests;

public partial class AnnouncingInOrder
{
    [Fact]
    public async Task An_actor_whose_hook_is_abandoned_while_its_end_is_announced_is_over_after_that()
    {
        var clock = new FakeTimeProvider();
        var ended = new TaskCompletionSource(TaskCreationOptions.None);
        var group = new ActorGroup(new() { Observer = new Holds(this, "ended"), TimeProvider = clock, StopTimeout = TimeSpan.FromSeconds(1) })
        {
            new Actor("hangs", _ => ended.Task) { Interrupt = (_, _) => { _recorder.Write("hook"); return Work.NeverStops(default); } },
        };

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await _recorder.Seen("hook");
        var announcing = Task.Run(ended.SetResult);
        await _held;
        clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.EverybodyHadATurn();
        var early = run.Completion.IsCompleted;
        _release.Happen();
        await announcing.OrHang();
        await run.Completion.EndOrHang();

        Assert.False(early);
        Assert.Equal("stopped", _recorder.Lines[^1]);
        Assert.IsType<StopTimeoutException>(Assert.Single(run.Completion.Exception!.InnerExceptions));
    }

    [Fact]
    public async Task An_actor_that_is_abandoned_while_the_failure_of_its_hook_is_announced_is_over_after_that()
    {
        var clock = new FakeTimeProvider();
        var failure = new InvalidOperationException("hook");
        var hook = new Signal();
        var group = new ActorGroup(new() { Observer = new Holds(this, "failed"), TimeProvider = clock, StopTimeout = TimeSpan.FromSeconds(1) })
        {
            new Actor("stuck", Work.NeverStops) { Interrupt = Hook.Fails(failure, hook) },
        };

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        hook.Happen();
        await _held;
        clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.EverybodyHadATurn();
        var early = run.Completion.IsCompleted;
        _release.Happen();
        await run.Completion.EndOrHang();

        Assert.False(early);
        Assert.Equal(["failed to interrupt stuck", "abandoned stuck"], _recorder.Lines.Skip(_recorder.Lines.Count - 3).Take(2));
        Assert.Equal("stopped", _recorder.Lines[^1]);
        Assert.Equal([failure, .. run.Completion.Exception!.InnerExceptions.OfType<StopTimeoutException>()], run.Completion.Exception.InnerExceptions);
    }
}
