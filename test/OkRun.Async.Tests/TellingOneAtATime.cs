namespace OkRun.Async.Tests;

/// <summary>Law 16: an observer is told of one event at a time, in order, and is foreign code.</summary>
public class TellingOneAtATime
{
    private static readonly AsyncLocal<string?> _ambient = new();

    [Fact]
    public async Task Calls_of_one_run_never_overlap()
    {
        var observer = new Overlapping();
        var group = new ActorGroup(new() { Observer = observer });
        var store = group.Add("store", Work.UntilTold);
        for (var i = 0; i < 50; i++)
        {
            group.Add(new Actor($"{i}", async token => { await Task.Yield(); await Work.UntilTold(token); }) { After = i % 3 == 0 ? [store] : [] });
        }

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal((false, 1 + (51 * 4) + 1), (observer.HaveOverlapped, observer.Calls));
    }

    [Fact]
    public async Task All_actors_that_start_with_the_run_are_announced_before_any_of_them_starts()
    {
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder });
        foreach (var name in new[] { "one", "two", "three" })
        {
            group.Add(name, token => { recorder.Write("entered"); return Work.UntilTold(token); });
        }

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal(["started one", "started two", "started three"], recorder.Lines.Take(3));
    }

    /// <summary>An observer that starts an activity for each actor is the first thing that people write.</summary>
    [Fact]
    public async Task What_it_sets_reaches_no_actor_no_hook_and_not_the_caller()
    {
        List<string?> seen = [];
        _ambient.Value = "caller";
        var group = new ActorGroup(new() { Observer = new SetsTheContext() });
        var store = group.Add(new Actor("store", async (ready, token) =>
        {
            ready();
            Note();
            await Work.UntilTold(token);
            Note();
        })
        {
            Interrupt = (_, _) => { Note(); return Task.CompletedTask; },
        });
        group.Add(new Actor("web", token => { Note(); return Work.UntilTold(token); }) { After = [store] });

        var run = group.Start();
        Note();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal(5, seen.Count);
        Assert.All(seen, value => Assert.Equal("caller", value));

        void Note()
        {
            lock (seen)
            {
                seen.Add(_ambient.Value);
            }
        }
    }

    [Fact]
    public async Task It_is_given_the_run_before_anything_of_it_happens()
    {
        var observer = new KnowsTheRun();
        var recorder = new Recorder();

        var run = new ActorGroup(new() { Observer = recorder.And(observer) }) { { "store", Work.UntilTold } }.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        Assert.Same(run, observer.Run);
        Assert.Equal(ActorState.Starting, observer.StateThen);
    }

    private sealed class Overlapping : ActorGroupObserver
    {
        private int _inside;
        private int _calls;

        public bool HaveOverlapped { get; private set; }

        public int Calls => _calls;

        public override void OnStarted(Actor actor) => Hear();

        public override void OnReady(Actor actor) => Hear();

        public override void OnStopping(Actor? first, Exception? cause) => Hear();

        public override void OnInterrupting(Actor actor, Exception? cause) => Hear();

        public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) => Hear();

        public override void OnStopped(TimeSpan elapsed) => Hear();

        private void Hear()
        {
            HaveOverlapped |= Interlocked.Increment(ref _inside) != 1;
            Interlocked.Increment(ref _calls);
            Thread.Yield();
            Interlocked.Decrement(ref _inside);
        }
    }

    private sealed class SetsTheContext : ActorGroupObserver, IActorGroupRunObserver
    {
        public void OnStarting(ActorGroupRun run) => _ambient.Value = "starting";

        public override void OnStarted(Actor actor) => _ambient.Value = $"started {actor.Name}";

        public override void OnReady(Actor actor) => _ambient.Value = $"ready {actor.Name}";

        public override void OnStopping(Actor? first, Exception? cause) => _ambient.Value = "stopping";

        public override void OnInterrupting(Actor actor, Exception? cause) => _ambient.Value = $"told {actor.Name}";
    }

    private sealed class KnowsTheRun : ActorGroupObserver, IActorGroupRunObserver
    {
        public ActorGroupRun? Run { get; private set; }

        public ActorState StateThen { get; private set; }

        public void OnStarting(ActorGroupRun run) => (Run, StateThen) = (run, run.Actors[0].State);
    }
}
