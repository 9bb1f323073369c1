namespace OkRun.Async.Tests;

/// <summary>Where an actor is: <see cref="ActorGroupRun.Trace"/>. How the chain is read is the business of OkRun.Async.Diagnosis.Tests.</summary>
public class TracingActors
{
    private readonly Signal _entered = new();
    private readonly Signal _release = new();

    [Fact]
    public async Task An_actor_that_waits_tells_in_which_method()
    {
        var worker = new Actor("worker", async _ => await HandleAsync());
        var run = new ActorGroup { worker }.Start();
        await _entered;

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

        var (inner, outer) = (run.Trace(observer.Found!), run.Trace(run.Actors[0].Actor));
        _release.Happen();
        await run.Completion.OrHang();

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
        run.Stop();

        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => run.Completion.OrHang());
        _release.Happen();

        Assert.Contains(nameof(HandleAsync), Assert.Single(thrown.Traces), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_actor_of_another_run_is_refused()
    {
        await using var run = new ActorGroup { { "worker", Work.UntilTold } }.Start();

        Assert.Throws<ArgumentNullException>("actor", () => run.Trace(null!));
        Assert.Throws<ArgumentException>("actor", () => run.Trace(new("stranger", Work.Nothing)));
    }

    private async Task HandleAsync()
    {
        _entered.Happen();
        await _release.Happened;
    }

    private sealed class Finds(string name) : ActorGroupObserver
    {
        public Actor? Found { get; private set; }

        public override void OnStarted(Actor actor) => Found = actor.Name == name ? actor : Found;
    }
}
