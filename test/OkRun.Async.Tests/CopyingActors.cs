namespace OkRun.Async.Tests;

/// <summary>An actor is a record for its <c>with</c>: what a factory returns is given the rest.</summary>
public class CopyingActors
{
    private readonly Actor _store = new("store", Work.UntilTold);

    [Fact]
    public void A_copy_differs_in_what_was_given_only()
    {
        var actor = new Actor("actor", Work.Nothing) { StopTimeout = TimeSpan.FromSeconds(1), Interrupt = Hook.Signals(new()), ExpectedOnStop = _ => true };

        var copy = actor with { Name = "copy", After = [_store], OneShot = true };

        Assert.Equal(("copy", true), (copy.Name, copy.OneShot));
        Assert.Equal([_store], copy.After);
        Assert.Equal((actor.StopTimeout, actor.Interrupt, actor.ExpectedOnStop), (copy.StopTimeout, copy.Interrupt, copy.ExpectedOnStop));
        Assert.Equal(("actor", false), (actor.Name, actor.OneShot));
        Assert.Empty(actor.After);
    }

    [Fact]
    public void A_copy_is_another_actor()
    {
        var copy = _store with { };

        Assert.NotEqual(_store, copy);
        Assert.False(_store == copy);
        Assert.True(_store != copy);
        Assert.False(_store.Equals((object)copy));
        Assert.False(_store.Equals(null));
        Assert.Equal(2, new HashSet<Actor> { _store, copy, _store }.Count);
        Assert.Equal([_store, copy], new ActorGroup { _store, copy });
    }

    [Fact]
    public void An_actor_is_shown_as_its_name()
    {
        Assert.Equal("store", _store.ToString());
        Assert.Equal("first: store", $"first: {_store}");
        Assert.Equal("another", (_store with { Name = "another" }).ToString());
    }

    [Fact]
    public void A_copy_is_checked_as_the_original_was()
    {
        Assert.Throws<ArgumentNullException>("value", () => _store with { Name = null! });
        Assert.Throws<ArgumentException>("value", () => _store with { Name = "" });
        Assert.Throws<ArgumentException>("value", () => _store with { Name = " \t" });
        Assert.Throws<ArgumentNullException>("value", () => _store with { After = null! });
        Assert.ThrowsAny<ArgumentOutOfRangeException>(() => _store with { StopTimeout = TimeSpan.FromTicks(-1) });
    }

    [Fact]
    public async Task What_the_factories_return_comes_after_others_and_works()
    {
        using var stop = new CancellationTokenSource();
        var closed = new Signal();
        var threads = new List<bool>();
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder })
        {
            _store,
            Actor.Signals() with { After = [_store], Name = "listener" },
            Actor.Until(stop.Token) with { After = [_store], Name = "caller" },
            Actor.Closing("acceptor", async _ => { await closed; throw new ObjectDisposedException("listener"); }, closed.Happen) with { After = [_store] },
            Actor.Blocking("blocking", token => { threads.Add(Thread.CurrentThread.IsThreadPoolThread); token.WaitHandle.WaitOne(); }) with { After = [_store] },
        };

        var run = group.Start();
        await run.Ready.OrHang();
        await stop.CancelAsync();
        await run.Completion.OrHang();

        Assert.Equal("caller", run.First?.Name);
        Assert.Equal([false], threads);
        Assert.All(group.Skip(1), actor => recorder.AssertOrder($"ended {actor.Name}", "told store"));
    }
}
