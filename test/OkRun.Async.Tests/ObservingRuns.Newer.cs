namespace OkRun.Async.Tests;

public partial class ObservingRuns
{
    /// <summary>Each end is seen on the stack that caused it: a chain of them must not overflow that. (Not for Mono, whose guard of the stack comes too late.)</summary>
    [Fact]
    public async Task An_observer_may_end_the_next_actor_and_so_thousands_of_them()
    {
        const int Many = 20_000;
        TaskCompletionSource[] ends = [.. Enumerable.Range(0, Many).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        var next = 0;
        var group = new ActorGroup(new() { Observer = new Ends(() => ends[Math.Min(Interlocked.Increment(ref next), Many - 1)].TrySetResult()) });
        foreach (var end in ends)
        {
            group.Add("one of many", _ => end.Task);
        }

        var run = group.Start();
        await run.Ready.OrHang();
        ends[0].SetResult();
        await run.Completion.OrHang();

        Assert.All(run.Actors, status => Assert.Equal(ActorState.Ended, status.State));
    }
}
