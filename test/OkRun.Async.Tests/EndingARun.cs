namespace OkRun.Async.Tests;

public class EndingARun
{
    [Fact]
    public async Task The_first_end_stops_everybody()
    {
        var interrupted = new Signal();
        var group = new ActorGroup
        {
            { "waits", token => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token), _ => interrupted.Happen() },
            { "ends", _ => Task.CompletedTask },
        };

        await group.RunAsync().OrHang();

        Assert.True(interrupted.HasHappened);
    }

    [Fact]
    public async Task A_failure_comes_out_of_the_await()
    {
        var failure = new InvalidOperationException("boom");
        var group = new ActorGroup
        {
            { "waits", token => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token) },
            { "fails", _ => throw failure },
        };

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => group.RunAsync().OrHang());

        Assert.Same(failure, thrown);
    }
}
