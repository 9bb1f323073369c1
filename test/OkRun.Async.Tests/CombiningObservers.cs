namespace OkRun.Async.Tests;

/// <summary>One observer and another.</summary>
public class CombiningObservers
{
    [Fact]
    public async Task Both_hear_everything_this_one_first()
    {
        var heard = new List<(int Thread, string Observer, string Event)>();
        var observer = new Listener("first", heard).And(new Listener("second", heard));
        var hanging = new Signal();
        var group = new ActorGroup(new() { Observer = observer })
        {
            new Actor("broken", Work.UntilTold) { Interrupt = Hook.Throws(new IOException("hook")) },
            new Actor("late", Work.IgnoresCancellation(hanging)) { StopTimeout = TimeSpan.Zero },
        };

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.EndOrHang();
        hanging.Happen();

        string[] events = ["abandoned", "ended", "interrupt failed", "interrupting", "ready", "started", "stopped", "stopping"];
        Assert.Equal(events, heard.Select(each => each.Event).Distinct().Order(StringComparer.Ordinal));
        Assert.All(heard.GroupBy(each => each.Thread), thread =>
            Assert.Equal(thread.Where(each => each.Observer == "first").SelectMany(each => new[] { ("first", each.Event), ("second", each.Event) }), thread.Select(each => (each.Observer, each.Event))));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_throws_does_not_keep_the_other_from_hearing(bool firstThrows)
    {
        var (broken, good) = (new Recorder { Throws = true }, new Recorder());
        var group = new ActorGroup(new() { Observer = firstThrows ? broken.And(good) : good.And(broken) }) { { "ends", Work.Nothing } };

        await group.RunAsync().OrHang();

        Assert.Equal(["started ends", "ready ends", "ended ends", "stopping", "told ends", "stopped"], good.Lines);
        Assert.Equal(good.Lines, broken.Lines);
    }

    [Fact]
    public async Task Three_hear_in_their_order()
    {
        var heard = new List<(int Thread, string Observer, string Event)>();
        var observer = new Listener("1", heard).And(new Listener("2", heard)).And(new Listener("3", heard));

        await new ActorGroup(new() { Observer = observer }).RunAsync().OrHang();

        Assert.Equal("1 stopping, 2 stopping, 3 stopping, 1 stopped, 2 stopped, 3 stopped", string.Join(", ", heard.Select(each => $"{each.Observer} {each.Event}")));
    }

    [Fact]
    public void There_must_be_another() => Assert.Throws<ArgumentNullException>("other", () => new Recorder().And(null!));

    /// <summary>Several of them write into one list, with the thread: events of several threads may overlap.</summary>
    private sealed class Listener(string name, List<(int Thread, string Observer, string Event)> heard) : ActorGroupObserver
    {
        public override void OnStarted(Actor actor) => Hear("started");

        public override void OnReady(Actor actor) => Hear("ready");

        public override void OnStopping(Actor? first, Exception? cause) => Hear("stopping");

        public override void OnInterrupting(Actor actor, Exception? cause) => Hear("interrupting");

        public override void OnInterruptFailed(Actor actor, Exception exception) => Hear("interrupt failed");

        public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) => Hear("ended");

        public override void OnAbandoned(Actor actor, TimeSpan timeout) => Hear("abandoned");

        public override void OnStopped(TimeSpan elapsed) => Hear("stopped");

        private void Hear(string what)
        {
            lock (heard)
            {
                heard.Add((Environment.CurrentManagedThreadId, name, what));
            }
        }
    }
}
