namespace OkRun.Async.Tests;

/// <summary>Where an actor is: <see cref="ActorGroupRun.Trace"/>. How the chain is read is the business of OkRun.Async.Diagnosis.Tests.</summary>
public class TracingActors
{
    private readonly Signal _entered = new();
    private readonly Signal _holds = new();
    private readonly Signal _release = new();

    [Fact]
    public async Task An_actor_that_waits_tells_in_which_method()
    {
        var worker = new Actor("worker", async _ => await HandleAsync());
        var run = new ActorGroup { worker }.Start();
        await _entered;
        await Actors.HaveReturned(run);

        var (trace, report) = (run.Trace(worker), run.ToString());
        _release.Happen();
        await run.Completion.OrHang();

        Assert.Contains(nameof(HandleAsync), report, StringComparison.Ordinal);
        Assert.Contains($"{nameof(TracingActors)}.{nameof(HandleAsync)}", trace, StringComparison.Ordinal);
        Assert.Equal("", run.Trace(worker));
    }

    [Fact]
    public async Task A_hook_that_hangs_is_told_apart_from_the_work()
    {
        var web = new Actor("web", Work.UntilTold) { Interrupt = async (_, _) => await HandleAsync() };
        var run = new ActorGroup { web }.Start();
        run.Stop();
        await _entered;
        await Eventually.True(() => run.Actors[0].Running == ActorParts.Hook);
        await HandlesAsync(run, web);

        var trace = run.Trace(web);
        _release.Happen();
        await run.Completion.OrHang();

        Assert.StartsWith("   in its interrupt hook:", trace, StringComparison.Ordinal);
        Assert.Contains(nameof(HandleAsync), trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_actor_of_an_inner_group_is_found_as_the_observer_knows_it()
    {
        var observer = new Finds("ingest/parser");
        ActorGroup ingest = [new Actor("parser", async _ => await HandleAsync())];
        var run = new ActorGroup(new() { Observer = observer }) { ingest.AsActor("ingest") }.Start();
        await _entered;
        await HandlesAsync(run, run.Actors[0].Actor);

        var (inner, outer) = (run.Trace(observer.Found!), run.Trace(run.Actors[0].Actor));
        _release.Happen();
        await run.Completion.OrHang();

        Assert.NotNull(observer.TraceAtStart); // the run inside is known before any of its actors is
        Assert.Contains(nameof(HandleAsync), inner, StringComparison.Ordinal);
        Assert.Contains("'ingest/parser':", outer, StringComparison.Ordinal);
        Assert.Contains(nameof(HandleAsync), outer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_actor_that_waits_for_its_dependencies_is_nowhere_yet()
    {
        var store = new Actor("store", async (_, token) => { _entered.Happen(); await Work.UntilTold(token); });
        var web = new Actor("web", Work.Nothing) { After = [store] };
        await using var run = new ActorGroup { store, web }.Start();
        await _entered;

        Assert.Equal("", run.Trace(web));
    }

    [Fact]
    public async Task An_actor_that_was_abandoned_tells_where_it_hung()
    {
        var run = new ActorGroup(new() { StopTimeout = TimeSpan.FromMilliseconds(20) }) { { "worker", async _ => await HandleAsync() } }.Start();
        await _entered;
        await Actors.HaveReturned(run);
        run.Stop();

        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => run.Completion.OrHang());
        _release.Happen();

        Assert.Contains(nameof(HandleAsync), Assert.Single(thrown.Traces), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_innermost_method_is_told_on_one_line()
    {
        var worker = new Actor("worker", async _ => await HandleAsync());
        var run = new ActorGroup { worker }.Start();
        await _entered;
        await Eventually.True(() => run.Location(worker).Contains(":line ", StringComparison.Ordinal)); // for a moment it runs

        var location = run.Location(worker);
        _release.Happen();
        await run.Completion.OrHang();

        Assert.Matches($@"^{nameof(TracingActors)}\.{nameof(HandleAsync)} in TracingActors\.Newer\.cs:line \d+$", location);
        Assert.Equal("", run.Location(worker));
    }

    [Fact]
    public async Task Of_a_group_inside_the_actor_that_is_waited_for_tells_where_it_is()
    {
        ActorGroup ingest = [new Actor("feed", Work.UntilTold), new Actor("parser", async _ => await HandleAsync())];
        var run = new ActorGroup { ingest.AsActor("ingest") }.Start();
        await _entered;
        run.Stop();
        await Eventually.True(() => run.Location(run.Actors[0].Actor).Contains(nameof(HandleAsync), StringComparison.Ordinal));

        var location = run.Location(run.Actors[0].Actor);
        _release.Happen();
        await run.Completion.OrHang();

        Assert.StartsWith($"{nameof(TracingActors)}.{nameof(HandleAsync)}", location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_that_holds_its_thread_after_an_await_is_called_that()
    {
        var worker = new Actor("worker", async _ => { await Task.Yield(); HoldThread(); });
        var run = new ActorGroup { worker }.Start();
        await _entered;

        var location = run.Location(worker);
        _release.Happen();
        await run.Completion.OrHang();

        Assert.EndsWith("in TracingActors.Newer.cs, which runs or blocks a thread", location, StringComparison.Ordinal);
        Assert.False(run.Actors[0].BlocksThread);
    }

    [Fact]
    public async Task The_message_of_the_exception_says_where_each_late_actor_is()
    {
        var group = new ActorGroup(new() { StopTimeout = TimeSpan.FromMilliseconds(20) }) { { "worker", async _ => await HandleAsync() }, { "blocks", HoldThreadAsync } };
        var run = group.Start();
        await Task.WhenAll(_entered.Happened, _holds.Happened).OrHang();
        run.Stop();

        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => run.Completion.OrHang());
        _release.Happen();

        Assert.Matches(@": 'worker' \(at TracingActors\.HandleAsync in TracingActors\.Newer\.cs:line \d+\), 'blocks' \(has blocked its thread since its start, at TracingActors\.HoldThreadAsync in TracingActors\.Newer\.cs\)\.$", thrown.Message);
    }

    [Fact]
    public async Task An_actor_of_another_run_is_refused()
    {
        await using var run = new ActorGroup { { "worker", Work.UntilTold } }.Start();

        Assert.Throws<ArgumentNullException>("actor", () => run.Location(null!));
        Assert.Throws<ArgumentException>("actor", () => run.Location(new("stranger", Work.Nothing)));

        Assert.Throws<ArgumentNullException>("actor", () => run.Trace(null!));
        Assert.Throws<ArgumentException>("actor", () => run.Trace(new("stranger", Work.Nothing)));
    }

    /// <summary>The code has come to its await. For a moment after the signal it still runs.</summary>
    private static Task HandlesAsync(ActorGroupRun run, Actor actor) => Eventually.True(() => run.Trace(actor).Contains(nameof(HandleAsync), StringComparison.Ordinal));

    private async Task HandleAsync()
    {
        _entered.Happen();
        await _release.Happened;
    }

    private void HoldThread()
    {
        _entered.Happen();
        _release.BlockThread();
    }

    private Task HoldThreadAsync(CancellationToken token)
    {
        _holds.Happen();
        _release.BlockThread();
        return Task.CompletedTask;
    }

    private sealed class Finds(string name) : ActorGroupObserver, IActorGroupRunObserver
    {
        private ActorGroupRun? _run;

        public Actor? Found { get; private set; }

        public string? TraceAtStart { get; private set; }

        public void OnStarting(ActorGroupRun run) => _run = run;

        public override void OnStarted(Actor actor)
        {
            if (actor.Name == name)
            {
                Found = actor;
                TraceAtStart = _run!.Trace(actor);
            }
        }
    }
}
