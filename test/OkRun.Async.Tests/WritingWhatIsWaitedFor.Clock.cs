using Microsoft.Extensions.Time.Testing;

namespace OkRun.Async.Tests;

/// <summary>The actors that a start or a stop really waits for come first, by what of them runs; then those that wait for them.</summary>
public sealed class WritingWhatIsWaitedFor : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly AnnouncingWriter _writer = new();
    private readonly Signal _release = new();
    private readonly Signal _hanging = new();

    public void Dispose() => _writer.Dispose();

    [Fact]
    public async Task A_hook_that_hangs_is_named_before_the_actor_that_was_not_told()
    {
        var group = Group();
        var store = group.Add(new Actor("store", Work.UntilTold));
        group.Add(new Actor("queue", Work.UntilTold) { After = [store], Interrupt = Hook.Hangs(_hanging, _release) });
        group.Add(new Actor("web", Work.IgnoresCancellation(_release)) { After = [store] });

        var run = group.Start();
        await run.Ready.OrHang();
        await Actors.HaveReturned(run);
        run.Stop();
        await _hanging;
        await _writer.Seen("queue       ended");
        await CallbacksEndedAsync(run);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await _writer.Seen("still stopping");
        var report = run.ToString();
        _release.Happen();
        await run.Completion.OrHang();
        await _writer.Seen("stopped");

        Assert.Contains("group stopping: Stop() was called; waiting for 'queue', 'web', then 'store'", _writer.Lines());
        Assert.Contains("queue ended after N s; waiting for 'web', then 'store'", _writer.Lines());
        Assert.Contains("group still stopping: waiting for the hook of 'queue' (told 5 s ago, no limit); 'web' (told 5 s ago, no limit); then 'store'", _writer.Lines().Select(Locations.Without));
        Assert.StartsWith("stopping: Stop() was called; waiting for the hook of 'queue' (told 5 s ago), 'web' (told 5 s ago), then 'store'\n", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hook_that_is_all_that_hangs_is_named_when_the_last_actor_has_ended()
    {
        var group = Group();
        var store = group.Add(new Actor("store", Work.UntilTold));
        group.Add(new Actor("queue", Work.UntilTold) { After = [store], Interrupt = Hook.Hangs(_hanging, _release) });
        var last = new Signal();
        group.Add(new Actor("web", Work.IgnoresCancellation(last)) { After = [store] });

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await _hanging;
        await Eventually.True(() => run.Actors[1].Running == ActorParts.Hook);
        last.Happen();
        await _writer.Seen("web         ended");
        _release.Happen();
        await run.Completion.OrHang();
        await _writer.Seen("stopped");

        Assert.Contains("web ended after N s; waiting for the hook of 'queue', then 'store'", _writer.Lines());
    }

    [Fact]
    public async Task A_start_that_takes_long_names_the_actor_that_is_not_ready_and_those_that_wait_for_it()
    {
        var group = Group();
        var store = group.Add("store", async (_, token) =>
        {
            _hanging.Happen();
            await Work.UntilTold(token);
        });
        group.Add(new Actor("queue", Work.UntilTold) { After = [store] });
        group.Add(new Actor("web", Work.UntilTold) { After = [store] });
        group.Add("cron", Work.UntilTold);

        var run = group.Start();
        await _writer.Seen("cron        ready");
        await _hanging;
        await Actors.HaveReturned(run);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await _writer.Seen("still starting", 1);
        _clock.Advance(TimeSpan.FromSeconds(10));
        await _writer.Seen("still starting", 2);
        var report = run.ToString();
        run.Stop();
        await run.Completion.OrHang();

        Assert.Contains("group still starting: 'store' (starting for 5 s); 'queue' and 'web' wait for it", _writer.Lines().Select(Locations.Without));
        Assert.Contains("group still starting: 'store' (starting for 15 s); 'queue' and 'web' wait for it", _writer.Lines().Select(Locations.Without));
        Assert.StartsWith("starting; not ready: 'store' (starting for 15 s); 'queue' and 'web' wait for it\n", report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_line_says_where_an_actor_hangs()
    {
        var run = await HangingAsync(ActorGroupObserver.WriteTo(_writer));
        _clock.Advance(TimeSpan.FromSeconds(5));
        await _writer.Seen("still stopping");
        _release.Happen();
        await run.Completion.OrHang();
        await _writer.Seen("stopped");

        Assert.Contains(_writer.Lines(), line => line.StartsWith("group still stopping: waiting for 'stuck' (told 5 s ago, no limit): Work.IgnoresCancellation.lambda", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_heartbeat_comes_after_5_15_and_60_seconds_and_then_every_minute()
    {
        var run = await HangingAsync(ActorGroupObserver.WriteTo(_writer));
        foreach (var (seconds, beat) in new[] { (5, 1), (10, 2), (45, 3), (60, 4), (60, 5) })
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds - 1));
            _clock.Advance(TimeSpan.FromSeconds(1));
            await _writer.Seen("still stopping", beat);
        }

        _release.Happen();
        await run.Completion.OrHang();
        await _writer.Seen("stopped");

        Assert.Equal(
            ["5 s", "15 s", "60 s", "2 min", "3 min"],
            _writer.Lines().Where(line => line.Contains("still stopping", StringComparison.Ordinal)).Select(line => line.Split("told ")[1].Split(" ago")[0]));
    }

    [Fact]
    public async Task Of_a_group_inside_only_the_actor_that_runs_is_named()
    {
        var group = Group();
        group.Add(new ActorGroup { { "parser", Work.IgnoresCancellation(_release) } }.AsActor("ingest"));
        var last = new Signal();
        group.Add("web", Work.IgnoresCancellation(last));

        var run = group.Start();
        await run.Ready.OrHang();
        await Actors.HaveReturned(run);
        run.Stop();
        await _writer.Seen("ingest/parser  told to stop");
        last.Happen();
        await _writer.Seen("web            ended");
        await CallbacksEndedAsync(run);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await _writer.Seen("still stopping");
        _release.Happen();
        await run.Completion.OrHang();
        await _writer.Seen("stopped");

        Assert.Contains("web ended after N s; waiting for 'ingest/parser'", _writer.Lines());
        Assert.Contains("group still stopping: waiting for 'ingest' (told 5 s ago, no limit, waiting for 'ingest/parser')", _writer.Lines().Select(Locations.Without));
    }

    [Fact]
    public async Task The_heartbeat_can_be_set()
    {
        var run = await HangingAsync(ActorGroupObserver.WriteTo(_writer, [TimeSpan.FromSeconds(2)]));
        _clock.Advance(TimeSpan.FromSeconds(2));
        await _writer.Seen("told 2 s ago");
        _clock.Advance(TimeSpan.FromSeconds(2));
        await _writer.Seen("told 4 s ago");
        _release.Happen();
        await run.Completion.OrHang();
        await _writer.Seen("stopped");

        Assert.Equal(2, _writer.Lines().Count(line => line.Contains("still stopping", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_a_heartbeat_there_is_no_timer()
    {
        var clock = new CountingClock();
        var group = new ActorGroup(new() { Observer = ActorGroupObserver.WriteTo(_writer, []), TimeProvider = clock }) { { "waits", Work.UntilTold } };

        var run = group.Start();
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal(0, clock.Made);
    }

    [Fact]
    public async Task The_timer_of_the_heartbeat_ends_with_the_run()
    {
        var clock = new CountingClock();
        var group = new ActorGroup(new() { Observer = ActorGroupObserver.WriteTo(_writer), TimeProvider = clock }) { { "waits", Work.UntilTold } };

        var run = group.Start();
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal((1, 1), (clock.Made, clock.Disposed));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(5, 5)]
    [InlineData(5, 4)]
    [InlineData(5_000_000)]
    public void The_times_of_the_heartbeat_ascend(params int[] seconds) =>
        Assert.Throws<ArgumentException>(() => ActorGroupObserver.WriteTo(_writer, [.. seconds.Select(each => TimeSpan.FromSeconds(each))]));

    [Fact]
    public async Task An_actor_that_blocks_its_thread_is_called_that()
    {
        var group = Group();
        group.Add("queue", token =>
        {
            _hanging.Happen();
            return Work.BlocksItsThread(_release)(token);
        });

        var run = group.Start();
        await _hanging;
        run.Stop();
        await _writer.Seen("told to stop");
        await CallbacksEndedAsync(run);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await _writer.Seen("still stopping");
        var report = run.ToString();
        _release.Happen();
        await run.Completion.OrHang();

        Assert.Contains("group still stopping: waiting for 'queue' (told 5 s ago, no limit), which has blocked its thread since its start (5 s)", _writer.Lines().Select(Locations.Without));
        Assert.Contains("queue       stopping, told 5 s ago, started 5 s ago; has blocked its thread since its start (5 s)", report, StringComparison.Ordinal);
    }

    /// <summary>An actor that was told has callbacks of its token, if only for a moment.</summary>
    private static Task CallbacksEndedAsync(ActorGroupRun run) => Eventually.True(() => !run.ToString().Contains("a callback of its token", StringComparison.Ordinal));

    private async Task<ActorGroupRun> HangingAsync(ActorGroupObserver observer)
    {
        var group = new ActorGroup(new() { Observer = observer, TimeProvider = _clock }) { { "stuck", Work.IgnoresCancellation(_release) } };
        var run = group.Start();
        await run.Ready.OrHang();
        await Actors.HaveReturned(run);
        run.Stop();
        await _writer.Seen("told to stop");
        return run;
    }

    private ActorGroup Group() => new(new() { Observer = ActorGroupObserver.WriteTo(_writer), TimeProvider = _clock });
}
