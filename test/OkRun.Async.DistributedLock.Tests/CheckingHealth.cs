using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace OkRun.Async.DistributedLock.Tests;

/// <summary>Law 9: what a health check, and the status of an actor, say of it.</summary>
public sealed class CheckingHealth
{
    private readonly Story _story = new();

    [Fact]
    public async Task Waiting_and_leading_are_healthy_and_the_data_name_role_term_and_since()
    {
        var mutex = _story.Service.CreateLock("cron");
        var held = await mutex.AcquireAsync();
        using var host = await StartAsync(_story.Recording("cron").OnlyWhileHolding(mutex, new() { TimeProvider = _story.Clock, BeginTerm = (_, _) => new(7) }));
        await _story.Seen("queued cron");
        var since = _story.Clock.GetUtcNow();
        var waiting = await CheckAsync(host);

        _story.Clock.Advance(TimeSpan.FromHours(1));
        await held.DisposeAsync();
        await _story.Seen("began cron");
        var leading = await CheckAsync(host);

        Assert.Equal((HealthStatus.Healthy, "waiting", since), (waiting.Status, waiting.Data["cron.role"], waiting.Data["cron.since"]));
        Assert.Equal((HealthStatus.Healthy, "leading", 7L, since.AddHours(1)), (leading.Status, leading.Data["cron.role"], leading.Data["cron.term"], leading.Data["cron.since"]));
        await host.StopAsync().OrHang();
    }

    [Fact]
    public async Task A_service_that_is_away_for_half_a_minute_degrades_the_actor_until_it_answers()
    {
        var mutex = _story.Service.CreateLock("cron");
        await using var held = await mutex.AcquireAsync();
        using var host = await StartAsync(_story.Recording("cron").OnlyWhileHolding(mutex, _story.Options));
        await _story.Seen("queued cron");
        _story.Service.Away = new IOException("away");
        _story.Service.BreakWaits(new IOException("broken"));
        await _story.Seen("unavailable cron");
        var since = _story.Clock.GetUtcNow();

        var early = await CheckAsync(host);
        _story.Clock.Advance(TimeSpan.FromSeconds(28)); // and a pause, of two seconds at most
        await EventuallyAsync(host, HealthStatus.Degraded);
        var late = await CheckAsync(host);
        var elapsed = _story.Clock.GetUtcNow() - since;
        _story.Service.Away = null;
        await EventuallyAsync(host, HealthStatus.Healthy);

        Assert.Equal(HealthStatus.Healthy, early.Status);
        Assert.True(elapsed > TimeSpan.FromSeconds(30), $"degraded after {elapsed}");
        Assert.Contains($"is degraded: 'cron' has had no answer from its lock service, or the store of its terms, since {since:u}.", late.Description, StringComparison.Ordinal);
        Assert.Equal("waiting", late.Data["cron.role"]);
        await host.StopAsync().OrHang();
    }

    [Fact]
    public async Task A_replica_that_leads_after_an_outage_is_not_degraded()
    {
        _story.Service.Away = new IOException("away");
        await using var run = new ActorGroup { _story.Recording("cron").OnlyWhileHolding(_story.Service.CreateLock("cron"), _story.Options) }.Start();
        await _story.Seen("unavailable cron");
        await Eventually.True(() =>
        {
            _story.Clock.Advance(TimeSpan.FromSeconds(1));
            return run.Actors[0].Degraded is not null;
        });

        _story.Service.Away = null;
        await _story.PassUntil("began cron", TimeSpan.FromSeconds(1));

        Assert.Equal(("leading", (string?)null), (run.Actors[0].Detail!["role"], run.Actors[0].Degraded));
    }

    [Fact]
    public async Task A_replica_that_holds_partitions_while_the_service_is_away_is_degraded_and_leads()
    {
        await using var run = new ActorGroup { _story.Service.Spread("jobs", ["p0"], (_, _) => [_story.Recording("work")], new() { TimeProvider = _story.Clock }) }.Start();
        await _story.Seen("began work");

        _story.Service.Away = new IOException("away");
        await Eventually.True(() =>
        {
            _story.Clock.Advance(TimeSpan.FromSeconds(1));
            return run.Actors[0].Degraded is not null;
        });

        Assert.Equal("leading", run.Actors[0].Detail!["role"]);
        _story.Service.Away = null;
        await Eventually.True(() =>
        {
            _story.Clock.Advance(TimeSpan.FromSeconds(1));
            return run.Actors[0].Degraded is null;
        });
    }

    private static async Task<IHost> StartAsync(Actor actor)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddActorGroup((_, group) => group.Add(actor)).AddHealthChecks().AddActorGroup();
        var host = builder.Build();
        await host.StartAsync().OrHang();
        return host;
    }

    private static async Task<HealthReportEntry> CheckAsync(IHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync().OrHang()).Entries["actors"];

    private async Task EventuallyAsync(IHost host, HealthStatus status)
    {
        using var deadline = new CancellationTokenSource(Deadline.Hung);
        while ((await CheckAsync(host)).Status != status)
        {
            deadline.Token.ThrowIfCancellationRequested();
            _story.Clock.Advance(TimeSpan.FromMilliseconds(100));
        }
    }
}
