using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace OkRun.Async.Hosting.Tests;

/// <summary>A start or a stop that takes long is not silent: the log says what holds it up, first, and what waits for that.</summary>
public class WarningOfWaits
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private readonly LogEntries _log = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly Signal _release = new();
    private readonly Signal _hanging = new();

    [Fact]
    public async Task A_start_is_waited_for_by_the_name_of_who_holds_it_up()
    {
        Actor store = new("store", async (ready, _) => { _hanging.Happen(); await _release; ready(); await _release; });
        var run = new ActorGroup(Options()) { store, new Actor("queue", Work.UntilTold) { After = [store] }, new Actor("web", Work.UntilTold) { After = [store] } }.Start();
        await _hanging;
        await Actors.HaveReturned(run);

        _clock.Advance(5 * _second);
        var entry = await _log.Seen(15);
        _release.Happen();
        await run.Completion.OrHang();

        Assert.Equal((LogLevel.Warning, 5_000L), (entry.Level, entry.Fields["ElapsedMs"]));
        Assert.Equal("'store' (starting for 5 s); 'queue' and 'web' wait for it", Locations.Without((string)entry.Fields["Actors"]!));
    }

    [Fact]
    public async Task A_start_that_is_over_is_not_warned_of()
    {
        await using var run = new ActorGroup(Options()) { { "store", Work.UntilTold } }.Start();
        await run.Ready.OrHang();

        _clock.Advance(TimeSpan.FromDays(1));

        Assert.DoesNotContain(_log.All, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_stop_is_waited_for_by_the_guilty_first_and_then_those_that_wait_for_them()
    {
        var store = new Actor("store", Work.UntilTold);
        var run = new ActorGroup(Options()) { store, new Actor("queue", Work.IgnoresCancellation(_release)) { After = [store] } }.Start();
        await run.Ready.OrHang();
        await Actors.HaveReturned(run);

        run.Stop();
        await ToldAsync(run);
        _clock.Advance(5 * _second);
        var entry = await _log.Seen(10);
        _release.Happen();
        await run.Completion.OrHang();

        Assert.Equal("'queue' (told 5 s ago); then 'store'", Locations.Without((string)entry.Fields["Actors"]!));
        Assert.StartsWith("'queue' (told 5 s ago): Work.IgnoresCancellation.lambda in Work.cs:line ", (string)entry.Fields["Actors"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hook_that_hangs_is_named_and_not_the_actor_that_waits_for_it()
    {
        var store = new Actor("store", Work.UntilTold);
        var run = new ActorGroup(Options()) { store, new Actor("queue", Work.UntilTold) { After = [store], Interrupt = Hook.Hangs(_hanging, _release), StopTimeout = TimeSpan.FromMinutes(9) } }.Start();
        await run.Ready.OrHang();

        run.Stop();
        await _hanging;
        await Eventually.True(() => run.Actors[1].Running == ActorParts.Hook);
        _clock.Advance(5 * _second);
        var entry = await _log.Seen(10);
        _release.Happen();
        await run.Completion.OrHang();

        Assert.Equal("the hook of 'queue' (told 5 s ago, limit 9 min); then 'store'", Locations.Without((string)entry.Fields["Actors"]!));
    }

    [Fact]
    public async Task A_callback_that_hangs_is_named_too()
    {
        var registered = new Signal();
        var run = new ActorGroup(Options()) { { "queue", async token => { using var _ = token.UnsafeRegister(_ => { _hanging.Happen(); _release.BlockThread(); }, null); registered.Happen(); await _hanging; } } }.Start();
        await registered;

        run.Stop();
        await _hanging;
        await Eventually.True(() => run.Actors[0].Running == ActorParts.Callbacks || run.Actors[0].Running == (ActorParts.Execute | ActorParts.Callbacks));
        _clock.Advance(5 * _second);
        var entry = await _log.Seen(10);
        _release.Happen();
        await run.Completion.OrHang();

        Assert.Contains("'queue'", (string)entry.Fields["Actors"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_said_after_5_15_and_60_seconds_and_then_each_minute()
    {
        var run = new ActorGroup(Options()) { { "queue", Work.IgnoresCancellation(_release) } }.Start();
        await run.Ready.OrHang();
        run.Stop();
        await ToldAsync(run);

        for (var second = 1; second <= 200; second++)
        {
            _clock.Advance(_second);
        }

        await Eventually.True(() => _log.All.Count(entry => entry.Id == 10) == 5);
        _release.Happen();
        await run.Completion.OrHang();
        Assert.Equal([5_000L, 15_000, 60_000, 120_000, 180_000], _log.All.Where(entry => entry.Id == 10).Select(entry => (long)entry.Fields["ElapsedMs"]!));
    }

    [Fact]
    public async Task It_can_be_switched_off()
    {
        var run = new ActorGroup(Options(warnAfter: Timeout.InfiniteTimeSpan)) { { "queue", Work.IgnoresCancellation(_release) } }.Start();
        await run.Ready.OrHang();
        run.Stop();
        await ToldAsync(run);

        _clock.Advance(TimeSpan.FromDays(1));
        _release.Happen();
        await run.Completion.OrHang();

        Assert.DoesNotContain(_log.All, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Of_many_actors_the_first_are_named_and_the_others_counted()
    {
        var group = new ActorGroup(Options());
        for (var number = 1; number <= 20; number++)
        {
            group.Add($"a{number}", Work.IgnoresCancellation(_release));
        }

        var run = group.Start();
        await run.Ready.OrHang();
        await Actors.HaveReturned(run);
        run.Stop();
        await Eventually.True(() => run.Actors.All(each => each.SinceTold is not null));
        _clock.Advance(5 * _second);
        var entry = await _log.Seen(10);
        _release.Happen();
        await run.Completion.OrHang();

        Assert.EndsWith("'a8' (told 5 s ago); 12 more", Locations.Without((string)entry.Fields["Actors"]!), StringComparison.Ordinal);
    }

    private static Task ToldAsync(ActorGroupRun run) => Eventually.True(() => run.Actors.Any(each => each.SinceTold is not null));

    private ActorGroupOptions Options(TimeSpan? warnAfter = null) => new()
    {
        TimeProvider = _clock,
        Observer = new ActorGroupLogger(_log, "orders") { TimeProvider = _clock, WarnAfter = warnAfter ?? 5 * _second },
    };
}
