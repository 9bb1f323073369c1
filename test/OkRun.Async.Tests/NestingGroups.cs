namespace OkRun.Async.Tests;

/// <summary>A group as one actor of another: <see cref="ActorGroup.AsActor"/>.</summary>
public class NestingGroups
{
    private readonly Recorder _recorder = new();
    private readonly Signal _release = new();

    [Fact]
    public async Task It_is_ready_when_all_actors_inside_are_ready()
    {
        var (say, started) = (new Signal(), new Signal());
        ActorGroup ingest = [new Actor("parser", async (ready, token) => { await say.Happened; ready(); await Work.UntilTold(token); })];
        var inner = ingest.AsActor("ingest");
        var group = new ActorGroup(new() { Observer = _recorder }) { inner, new Actor("web", token => { started.Happen(); return Work.UntilTold(token); }) { After = [inner] } };

        var run = group.Start();
        await _recorder.Seen("started ingest/parser");
        Assert.False(started.HasHappened);
        say.Happen();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        _recorder.AssertOrder("ready ingest/parser", "ready ingest");
        _recorder.AssertOrder("ready ingest", "started web");
        Assert.True(started.HasHappened);
    }

    [Fact]
    public async Task It_fails_with_all_exceptions_of_the_actors_inside()
    {
        var (first, second) = (new InvalidOperationException("first"), new ArgumentException("second"));
        ActorGroup ingest = [new Actor("reader", Work.Fails(first)), new Actor("parser", Work.FailsWhenTold(second))];

        var run = new ActorGroup { ingest.AsActor("ingest") }.Start();
        await run.Completion.EndOrHang();

        Assert.Equal([first, second], run.Completion.Exception!.InnerExceptions);
        Assert.Equal("ingest", run.First?.Name);
    }

    [Fact]
    public async Task When_it_is_told_to_stop_the_actors_inside_stop_in_their_order()
    {
        var reader = new Actor("reader", Work.UntilTold);
        ActorGroup ingest = [reader, new Actor("parser", Work.UntilTold) { After = [reader] }];
        var group = new ActorGroup(new() { Observer = _recorder }) { ingest.AsActor("ingest") };

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        _recorder.AssertOrder("told ingest", "told ingest/parser");
        _recorder.AssertOrder("ended ingest/parser", "told ingest/reader");
        _recorder.AssertOrder("ended ingest/reader", "ended ingest");
        Assert.Equal(TaskStatus.RanToCompletion, run.Completion.Status);
    }

    [Fact]
    public async Task A_group_with_an_observer_of_its_own_reports_to_that_alone()
    {
        var own = new Recorder();
        var ingest = new ActorGroup(new() { Observer = own }) { { "parser", Work.Nothing } };

        await new ActorGroup(new() { Observer = _recorder }) { ingest.AsActor("ingest") }.RunAsync().OrHang();

        Assert.Contains("ended parser", own.Lines);
        Assert.DoesNotContain(_recorder.Lines, line => line.Contains("parser", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Groups_in_groups_report_with_the_whole_path()
    {
        ActorGroup innermost = [new Actor("tokens", Work.Nothing)];
        ActorGroup middle = [innermost.AsActor("parser")];

        await new ActorGroup(new() { Observer = _recorder }) { middle.AsActor("ingest") }.RunAsync().OrHang();

        Assert.Contains("ended ingest/parser/tokens", _recorder.Lines);
        _recorder.AssertOrder("ended ingest/parser/tokens", "ended ingest/parser");
        _recorder.AssertOrder("ended ingest/parser", "ended ingest");
    }

    [Fact]
    public async Task An_actor_inside_is_the_same_instance_to_the_observer_in_all_of_a_run()
    {
        var seen = new InstancesByName();
        ActorGroup ingest = [new Actor("parser", Work.Nothing)];

        await new ActorGroup(new() { Observer = seen }) { ingest.AsActor("ingest") }.RunAsync().OrHang();

        Assert.Single(seen.Of("ingest/parser"));
    }

    [Fact]
    public async Task A_time_limit_names_by_path_which_actor_inside_is_late()
    {
        ActorGroup ingest = [new Actor("parser", Work.IgnoresCancellation(_release)), new Actor("reader", Work.UntilTold)];
        var inner = ingest.AsActor("ingest") with { StopTimeout = TimeSpan.FromMilliseconds(50) };

        var run = new ActorGroup { inner }.Start();
        await run.Ready.OrHang();
        run.Stop();
        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => run.Completion.OrHang());
        _release.Happen();

        Assert.Equal([inner], thrown.Actors);
        Assert.Contains("'ingest/parser'", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("reader", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_run_of_the_actor_is_a_run_of_its_own()
    {
        var ended = 0;
        ActorGroup ingest = [new Actor("parser", async token => { await Work.UntilTold(token); Interlocked.Increment(ref ended); })];
        var inner = ingest.AsActor("ingest");

        var (one, two) = (new ActorGroup { inner }.Start(), new ActorGroup { inner }.Start());
        await Task.WhenAll(one.Ready, two.Ready).OrHang();
        one.Stop();
        await one.Completion.OrHang();
        Assert.Equal((1, false), (ended, two.Completion.IsCompleted));
        two.Stop();
        await two.Completion.OrHang();

        Assert.Equal(2, ended);
    }

    private sealed class InstancesByName : ActorGroupObserver
    {
        private readonly HashSet<Actor> _seen = [];

        public IEnumerable<Actor> Of(string name) => _seen.Where(actor => actor.Name == name);

        public override void OnStarted(Actor actor) => _seen.Add(actor);

        public override void OnReady(Actor actor) => _seen.Add(actor);

        public override void OnInterrupting(Actor actor, Exception? cause) => _seen.Add(actor);

        public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) => _seen.Add(actor);
    }
}
