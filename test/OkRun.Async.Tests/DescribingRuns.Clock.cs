using Microsoft.Extensions.Time.Testing;

namespace OkRun.Async.Tests;

/// <summary><see cref="ActorGroupRun.ToString"/>, and the message of <see cref="StopTimeoutException"/>.</summary>
public class DescribingRuns
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Signal _hanging = new();
    private readonly Signal _release = new();

    [Fact]
    public async Task A_run_that_is_ready_says_so()
    {
        var group = Group();
        var store = group.Add("store", Work.UntilTold);
        group.Add(new Actor("web", Work.UntilTold) { After = [store] });

        var run = group.Start();
        await run.Ready.OrHang();
        await Actors.HaveReturned(run);
        _clock.Advance(TimeSpan.FromSeconds(90));
        var report = States(run);
        await run.DisposeAsync();

        Assert.Equal("ready, started 90 s ago\n  store       ready, started 90 s ago\n  web         ready, started 90 s ago", report);
        Assert.Equal("over, it took 90 s: Stop() was called\n  store       ended after 90 s\n  web         ended after 90 s", run.ToString());
    }

    [Fact]
    public async Task A_run_that_stops_says_why_and_which_actors_wait_for_which()
    {
        var fail = new Signal();
        var group = Group();
        var store = group.Add("store", Work.UntilTold);
        group.Add(new Actor("queue", Work.IgnoresCancellation(_release)) { After = [store] });
        group.Add("cron", Work.Fails(new IOException("No space left on device."), fail));

        var run = group.Start();
        await run.Ready.OrHang();
        await Actors.HaveReturned(run);
        fail.Happen();
        await Eventually.True(() => run.Actors[1].SinceTold is not null && run.Actors[2].Running == ActorParts.None && run.Actors[1].Running == ActorParts.Execute);
        _clock.Advance(TimeSpan.FromSeconds(6));
        var report = States(run);
        _release.Happen();
        await run.Completion.EndOrHang();

        Assert.Equal(
            "stopping: 'cron' failed with IOException: No space left on device; waiting for 'queue' (told 6 s ago), then 'store'\n"
            + "  store       ready, started 6 s ago, not told yet: 'queue' is not over\n"
            + "  queue       stopping, told 6 s ago, started 6 s ago\n"
            + "  cron        failed after 0 s with IOException: No space left on device",
            report);
    }

    [Fact]
    public async Task Groups_inside_are_indented_with_their_paths()
    {
        var parser = new Actor("parser", Work.UntilTold);
        var group = Group();
        group.Add(new ActorGroup { parser }.AsActor("ingest"));

        var run = group.Start();
        await run.Ready.OrHang();
        var lines = States(run).Split('\n');
        await run.DisposeAsync();

        Assert.StartsWith("  ingest      ready, started ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("    ingest/parser  ready, started ", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hook", "1 actor did not stop within 00:00:01: the hook of 'stuck'.")]
    [InlineData("callback", "1 actor did not stop within 00:00:01: a callback of the token of 'stuck'.")]
    [InlineData("both", "1 actor did not stop within 00:00:01: 'stuck' and its hook.")]
    public async Task The_exception_says_which_part_was_late(string part, string message)
    {
        var registered = new Signal();
        var group = new ActorGroup(new() { TimeProvider = _clock, StopTimeout = TimeSpan.FromSeconds(1) });
        group.Add(part switch
        {
            "hook" => new Actor("stuck", Work.UntilTold) { Interrupt = Hook.Hangs(_hanging, _release) },
            "both" => new Actor("stuck", Work.NeverStops) { Interrupt = Hook.Hangs(_hanging, _release) },
            _ => new Actor("stuck", Work.BlocksInItsCallback(_hanging, _release, registered)),
        });
        var awaited = part switch
        {
            "hook" => ActorParts.Hook,
            "both" => ActorParts.Execute | ActorParts.Hook,
            _ => ActorParts.Callbacks,
        };

        var run = group.Start();
        await run.Ready.OrHang();
        await (part == "callback" ? registered.Happened.OrHang() : Task.CompletedTask);
        run.Stop();
        await _hanging;
        await Eventually.True(() => run.Actors[0].Running == awaited);
        await Eventually.True(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1)); // the limit begins when every token reads as cancelled
            return run.Completion.IsCompleted;
        });
        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => run.Completion);
        _release.Happen();

        Assert.Equal(message, Locations.Without(thrown.Message));
    }

    private ActorGroup Group() => new(new() { TimeProvider = _clock });

    /// <summary>The text without the traces, which are indented further than any state here.</summary>
    private static string States(ActorGroupRun run) =>
        string.Join('\n', run.ToString().Split('\n').Where(line => !line.StartsWith("     ", StringComparison.Ordinal)));
}
