using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace OkRun.Async.Hosting.Tests;

/// <summary>What is told and still runs holds up a stop. What waits for it is innocent, and an actor that has ended may still have a hook that runs.</summary>
public class BlamingTheGuilty
{
    private readonly LogEntries _log = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly Signal _hanging = new();
    private readonly Signal _release = new();
    private readonly Signal _up = new();

    [Fact]
    public async Task A_hook_that_hangs_is_named_by_exception_log_and_health()
    {
        using var host = HostOf(store => new Actor("queue", Work.UntilTold) { After = [store], Interrupt = Hook.Hangs(_hanging, _release) });
        _up.Happen();
        await host.StartAsync().OrHang();
        using var patience = new CancellationTokenSource();

        var stop = host.StopAsync(patience.Token);
        await _hanging;
        await Eventually.True(() => host.Group().Run!.Actors[1].Running == ActorParts.Hook);
        _clock.Advance(TimeSpan.FromSeconds(5));
        var warning = await _log.Seen(10);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var health = await HealthAsync(host);
        await patience.CancelAsync();
        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => stop.OrHang());
        _release.Happen();

        Assert.Equal("the hook of 'queue' (told 5 s ago, no limit); then 'store'", Locations.Without((string)warning.Fields["Actors"]!));
        Assert.Contains("stops: the hook of 'queue' (told 6 s ago) still runs; 'store' waits for it.", health.Description, StringComparison.Ordinal);
        Assert.Equal("queue", Assert.Single(thrown.Actors).Name);
        Assert.Equal("The actor group 'shop' did not stop within the host's time-out: the hook of 'queue' (told 6 s ago) still runs; 'store' waits for it.", Locations.Without(thrown.Message));
        Assert.Contains("(told 6 s ago, at Hook.Hangs.lambda in Work.cs:line ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("at OkRun.Async.Tests.Hook.Hangs.lambda", Assert.Single(thrown.Traces), StringComparison.Ordinal);
        Assert.Equal("the hook of 'queue' (told 6 s ago) still runs; 'store' waits for it", Locations.Without((string)_log.One(13).Fields["Actors"]!));
    }

    [Fact]
    public async Task An_actor_that_hangs_is_named_and_not_the_one_it_comes_after()
    {
        using var host = HostOf(store => new Actor("queue", Work.IgnoresCancellation(_release)) { After = [store] });
        _up.Happen();
        await host.StartAsync().OrHang();

        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => host.StopAsync(new CancellationToken(canceled: true)).OrHang());
        _release.Happen();

        Assert.Equal("queue", Assert.Single(thrown.Actors).Name);
        Assert.EndsWith("still runs; 'store' waits for it.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_is_given_up_names_one_culprit()
    {
        using var host = HostOf(store => new Actor("queue", Work.UntilTold) { After = [store] });
        using var patience = new CancellationTokenSource();

        var start = host.Group().StartAsync(patience.Token);
        await _hanging;
        await Actors.HaveReturned(host.Group().Run!);
        _clock.Advance(TimeSpan.FromSeconds(4));
        var health = await HealthAsync(host);
        await patience.CancelAsync();
        var thrown = await Assert.ThrowsAsync<OperationCanceledException>(() => start.OrHang());

        Assert.EndsWith("not ready: 'store' (starting for 4 s); 'queue' waits for it.", Locations.Without(thrown.Message), StringComparison.Ordinal);
        Assert.EndsWith("is not ready: 'store' (starting for 4 s); 'queue' waits for it.", health.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_is_abandoned_is_named()
    {
        using var host = HostOf(store => new Actor("queue", Work.UntilTold) { After = [store], Interrupt = Hook.Hangs(_hanging, _release), StopTimeout = TimeSpan.FromSeconds(3) });
        _up.Happen();
        await host.StartAsync().OrHang();

        var stop = host.StopAsync();
        await _hanging;
        await Eventually.True(() => host.Group().Run!.Actors[1].Running == ActorParts.Hook);
        await Eventually.True(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            return stop.IsCompleted;
        });
        await stop.EndOrHang();
        _release.Happen();

        Assert.Contains("actor queue did not stop within 3000 ms: abandoned; its hook or a callback of its token (at Hook.Hangs.lambda in Work.cs:line ", _log.One(11).Message, StringComparison.Ordinal);
        Assert.Equal("'queue' was abandoned", _log.One(12).Fields["Verdict"]);
    }

    private IHost HostOf(Func<Actor, Actor> other) => Hosts.With(
        services => services
            .AddActorGroup(
                "shop",
                (_, group) =>
                {
                    var store = group.Add(new Actor("store", StoreAsync));
                    group.Add(other(store));
                },
                options => options.TimeProvider = _clock)
            .AddHealthChecks().AddActorGroup("shop"),
        _log);

    private async Task StoreAsync(Action ready, CancellationToken token)
    {
        if (!_up.HasHappened)
        {
            _hanging.Happen();
        }

        await Task.WhenAny(_up.Happened, Work.UntilTold(token));
        if (_up.HasHappened)
        {
            ready();
        }

        await Work.UntilTold(token);
    }

    private static async Task<HealthReportEntry> HealthAsync(IHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync().OrHang()).Entries["shop"];
}
