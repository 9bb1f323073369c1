using Microsoft.Extensions.Time.Testing;

namespace OkRun.Async.Tests;

public partial class Racing
{
    /// <summary>The time limit passes as the actor ends: it has either ended or been abandoned, never both, and those it came after are told once.</summary>
    [Fact]
    public Task The_time_limit_and_the_end() => Rounds.Times(async race =>
    {
        var clock = new FakeTimeProvider();
        var recorder = new Recorder();
        var end = Source();
        var group = new ActorGroup(new() { TimeProvider = clock, Observer = recorder });
        var store = group.Add(new Actor("store", Work.UntilTold) { Interrupt = Hook.Writes(recorder, "hook store") });
        group.Add(new Actor("web", _ => end.Task) { After = [store], StopTimeout = TimeSpan.FromSeconds(1), Interrupt = Hook.Writes(recorder, "hook web") });
        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await recorder.Seen("hook web");

        await race(end.SetResult, () => clock.Advance(TimeSpan.FromSeconds(1)));
        await run.Completion.EndOrHang();

        var isAbandoned = run.Actors[1].State == ActorState.Abandoned;
        Assert.Equal(isAbandoned, run.Completion.IsFaulted);
        Assert.Equal(isAbandoned ? 1 : 0, recorder.Count("abandoned web"));
        Assert.Equal((1, 1), (recorder.Count("told store"), recorder.Count("hook store")));
    });
}
