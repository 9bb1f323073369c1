using System.Net;
using System.Net.Sockets;

namespace OkRun.Async.Tests;

/// <summary>Actors that are stopped by closing what they wait on.</summary>
public class ClosingActors
{
    private readonly Signal _closed = new();

    [Fact]
    public async Task What_the_closed_work_throws_is_a_normal_end()
    {
        var group = new ActorGroup();
        var acceptor = group.Add(Actor.Closing("acceptor", async _ => { await _closed; throw new IOException("closed"); }, _closed.Happen));

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal("acceptor", acceptor.Name);
        Assert.Equal((ActorState.Ended, null), (run.Actors[0].State, run.Actors[0].Exception));
    }

    [Fact]
    public async Task A_real_listener_is_closed_under_its_accept()
    {
#pragma warning disable CA2000 // the actor closes it; .NET Framework has no other way
        var listener = new TcpListener(IPAddress.Loopback, 0);
#pragma warning restore CA2000
        listener.Start();
#pragma warning disable CA2016 // that it takes no token is why it is closed
        var run = new ActorGroup { Actor.Closing("acceptor", async _ => (await listener.AcceptTcpClientAsync()).Dispose(), listener.Stop) }.Start();
#pragma warning restore CA2016

        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal(ActorState.Ended, run.Actors[0].State);
    }

    [Fact]
    public async Task What_it_throws_before_that_is_a_failure()
    {
        var failure = new IOException("broken");
        var run = new ActorGroup { Actor.Closing("acceptor", Work.Fails(failure), _closed.Happen) }.RunAsync();

        var thrown = await Assert.ThrowsAsync<IOException>(() => run.OrHang());

        Assert.Same(failure, thrown);
        Assert.True(_closed.HasHappened);
    }

    [Fact]
    public async Task What_close_throws_is_a_failure()
    {
        var failure = new IOException("stuck");
        var run = new ActorGroup { Actor.Closing("acceptor", Work.UntilTold, () => throw failure), { "ends", Work.Nothing } }.RunAsync();

        var thrown = await Assert.ThrowsAsync<IOException>(() => run.OrHang());

        Assert.Same(failure, thrown);
        Assert.Equal([failure], run.Exception!.InnerExceptions);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Close_is_called_once_also_after_the_end(bool endsBefore)
    {
        var calls = 0;
        var group = new ActorGroup { Actor.Closing("acceptor", endsBefore ? Work.Nothing : Work.UntilTold, () => Interlocked.Increment(ref calls)) };

        var run = group.Start();
        await (endsBefore ? run.Completion : run.Ready).OrHang();
        run.Stop();
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Work_that_obeys_its_token_may_be_closed_too()
    {
        var run = new ActorGroup { Actor.Closing("acceptor", Work.UntilCancelled, _closed.Happen) }.Start();

        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        Assert.True(_closed.HasHappened);
    }

    [Fact]
    public void It_needs_a_name_and_two_functions()
    {
        Assert.Throws<ArgumentNullException>("name", () => Actor.Closing(null!, Work.Nothing, _closed.Happen));
        Assert.Throws<ArgumentException>("name", () => Actor.Closing(" ", Work.Nothing, _closed.Happen));
        Assert.Throws<ArgumentNullException>("execute", () => Actor.Closing("acceptor", null!, _closed.Happen));
        Assert.Throws<ArgumentNullException>("close", () => Actor.Closing("acceptor", Work.Nothing, null!));
    }
}
