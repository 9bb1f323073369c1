namespace OkRun.Async.Tests;

/// <summary>The short form for an actor that says when it is ready.</summary>
public class AddingReadyActors
{
    [Fact]
    public async Task Others_wait_until_it_says_so()
    {
        var (recorder, say) = (new Recorder(), new Signal());
        var group = new ActorGroup(new() { Observer = recorder })
        {
            { "store", async (ready, token) => { await say; ready(); await Work.UntilTold(token); } },
            { "other", Work.UntilTold },
        };
        group.Add(new Actor("follower", Work.UntilTold) { After = [group.First()] });

        var run = group.Start();
        await recorder.Seen("ready other");
        Assert.Equal([ActorState.Starting, ActorState.Ready, ActorState.Waiting], run.Actors.Select(status => status.State));
        recorder.Write("says");
        say.Happen();
        await run.Ready.OrHang();
        await run.DisposeAsync();

        recorder.AssertOrder("says", "ready store");
        recorder.AssertOrder("ready store", "started follower");
    }

    [Fact]
    public void It_is_returned_with_its_name() => Assert.Equal("store", new ActorGroup().Add("store", (_, _) => Task.CompletedTask).Name);

    [Fact]
    public void It_needs_a_name_and_a_function()
    {
        var group = new ActorGroup();
        Func<Action, CancellationToken, Task> work = (_, _) => Task.CompletedTask;

        Assert.Throws<ArgumentNullException>("name", () => group.Add(null!, work));
        Assert.Throws<ArgumentException>("name", () => group.Add(" ", work));
        Assert.Throws<ArgumentNullException>("execute", () => group.Add("store", (Func<Action, CancellationToken, Task>)null!));
        Assert.Empty(group);
    }
}
