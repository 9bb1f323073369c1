using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace OkRun.Async.Hosting.Tests;

public sealed class CheckingHealth : IDisposable
{
    private readonly Signal _up = new();
    private readonly Signal _started = new();
    private readonly Signal _release = new();
    private readonly IHost _host;

    public CheckingHealth() => _host = Hosts.With(services => services
        .AddActorGroup((_, group) =>
        {
            group.Add(new Actor("store", StoreAsync));
            group.Add(new Actor("migration", Work.Nothing) { OneShot = true });
            group.Add("breaks", BreakAsync);
        })
        .AddHealthChecks().AddActorGroup(tags: ["ready"]));

    [Fact]
    public async Task It_is_unhealthy_before_the_start()
    {
        var entry = await CheckAsync();

        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Empty(entry.Data);
    }

    [Fact]
    public async Task It_is_unhealthy_until_every_actor_is_ready_and_says_who_is_not()
    {
        var start = _host.StartAsync();
        await _started;
        var entry = await CheckAsync();
        _up.Happen();
        await start.OrHang();

        Assert.Equal((HealthStatus.Unhealthy, "Starting"), (entry.Status, entry.Data["store"]));
        Assert.Contains("is not ready: 'store' (starting for ", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_healthy_when_every_actor_is_ready_and_names_each_state()
    {
        _up.Happen();
        await _host.StartAsync().OrHang();

        var entry = await CheckAsync();

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal(("Ready", "Ended", "Ready"), (entry.Data["store"], entry.Data["migration"], entry.Data["breaks"]));
        Assert.Contains("ready", entry.Tags);
    }

    [Fact]
    public async Task It_is_unhealthy_when_an_actor_has_failed()
    {
        _up.Happen();
        await _host.StartAsync().OrHang();
        _release.Happen();
        await _host.StoppingAsync();

        var entry = await CheckAsync();

        Assert.Equal((HealthStatus.Unhealthy, "Failed"), (entry.Status, entry.Data["breaks"]));
        await Assert.ThrowsAsync<IOException>(() => _host.StopAsync().OrHang());
        Assert.Contains("has stopped; 'breaks' is Failed.", (await CheckAsync()).Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_unhealthy_while_the_group_stops_and_says_who_still_does()
    {
        using var host = Hosts.With(services => services
            .AddActorGroup((_, group) => group.Add("stubborn", Work.IgnoresCancellation(_release)))
            .AddHealthChecks().AddActorGroup());
        await host.StartAsync().OrHang();
        var stop = host.StopAsync();
        await Eventually.True(() => host.Group().Run!.Actors[0].State == ActorState.Stopping);

        var entry = await CheckAsync(host);
        _release.Happen();
        await stop.OrHang();

        Assert.Equal((HealthStatus.Unhealthy, "Stopping"), (entry.Status, entry.Data["stubborn"]));
        Assert.Contains("stops: 'stubborn' (told ", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actors_of_one_name_are_several()
    {
        using var host = Hosts.With(services => services
            .AddActorGroup((_, group) =>
            {
                group.Add("worker", Work.UntilTold);
                group.Add("worker", Work.UntilTold);
                group.Add("worker (2)", Work.UntilTold);
                group.Add("worker", Work.UntilTold);
            })
            .AddHealthChecks().AddActorGroup());
        await host.StartAsync().OrHang();

        var entry = await CheckAsync(host);
        await host.StopAsync().OrHang();

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal(["worker", "worker (3)", "worker (2)", "worker (4)"], entry.Data.Keys);
    }

    [Theory]
    [InlineData(HealthStatus.Degraded)]
    [InlineData(HealthStatus.Unhealthy)]
    public async Task It_is_degraded_while_an_actor_says_so_and_healthy_again(HealthStatus status)
    {
        using var host = Hosts.With(services => services
            .AddActorGroup((_, group) => group.Add("queue", Work.UntilTold))
            .AddHealthChecks().AddActorGroup(degradedStatus: status));
        await host.StartAsync().OrHang();
        var group = host.Group();

        var (broker, disk) = (group.ReportDegraded("the connection to the broker is lost"), group.ReportDegraded("the disk is slow"));
        var both = await CheckAsync(host);
        disk.Dispose();
        disk.Dispose();
        var one = await CheckAsync(host);
        broker.Dispose();
        var none = await CheckAsync(host);

        Assert.Equal((status, status, HealthStatus.Healthy), (both.Status, one.Status, none.Status));
        Assert.Contains("is degraded: the connection to the broker is lost; the disk is slow.", both.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("disk", one.Description, StringComparison.Ordinal);
        Assert.Equal(ActorState.Ready, group.Run!.Actors[0].State);
        await host.StopAsync().OrHang();
    }

    public void Dispose() => _host.Dispose();

    private Task<HealthReportEntry> CheckAsync() => CheckAsync(_host);

    private static async Task<HealthReportEntry> CheckAsync(IHost host)
    {
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync().OrHang();
        return report.Entries["actors"];
    }

    private async Task BreakAsync(CancellationToken token)
    {
        await Task.WhenAny(_release.Happened, Work.UntilTold(token));
        if (_release.HasHappened)
        {
            throw new IOException("the disk is full");
        }
    }

    private async Task StoreAsync(Action ready, CancellationToken token)
    {
        _started.Happen();
        await _up;
        ready();
        await Work.UntilTold(token);
    }
}
