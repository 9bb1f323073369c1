using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace OkRun.Async.Hosting.Tests;

/// <summary>A group of one-shot actors has done its part when all of them have ended well: the host goes on.</summary>
public class DoingItsPart
{
    private readonly Signal _release = new();
    private readonly LogEntries _log = new();

    [Fact]
    public async Task The_host_goes_on_and_the_group_is_healthy()
    {
        using var host = HostOf(new Actor("migration", Work.Ends(_release)) { OneShot = true });
        var start = host.StartAsync();
        _release.Happen();
        await start.OrHang();
        await host.Group().Run!.Completion.OrHang();
        await Eventually.EverybodyHadATurn();

        var health = await HealthAsync(host);

        Assert.Equal((HealthStatus.Healthy, false), (health.Status, host.Lifetime().ApplicationStopping.IsCancellationRequested));
        Assert.Contains("every actor has ended", _log.One(12).Message, StringComparison.Ordinal);
        await host.StopAsync().OrHang();
    }

    [Fact]
    public async Task So_it_does_beside_a_group_that_goes_on()
    {
        using var host = Hosts.With(services => services
            .AddActorGroup("migrations", (_, group) => group.Add(new Actor("migration", Work.Nothing) { OneShot = true }))
            .AddActorGroup("orders", (_, group) => group.Add("worker", Work.UntilTold)));

        await host.StartAsync().OrHang();
        await host.Services.GetRequiredKeyedService<HostedActorGroup>("migrations").Run!.Completion.OrHang();
        await Eventually.EverybodyHadATurn();

        Assert.False(host.Lifetime().ApplicationStopping.IsCancellationRequested);
        await host.StopAsync().OrHang();
    }

    [Fact]
    public async Task When_the_host_stops_it_is_unhealthy_like_the_others()
    {
        using var host = HostOf(new Actor("migration", Work.Nothing) { OneShot = true });
        await host.StartAsync().OrHang();
        await host.Group().Run!.Completion.OrHang();

        host.Lifetime().StopApplication();

        Assert.Equal(HealthStatus.Unhealthy, (await HealthAsync(host)).Status);
    }

    [Fact]
    public async Task A_hook_that_fails_when_all_have_ended_stops_the_host()
    {
        var failure = new IOException("the disk is full");
        using var host = HostOf(new Actor("migration", Work.Ends(_release)) { OneShot = true, Interrupt = Hook.Throws(failure) });
        var running = host.RunAsync();

        _release.Happen();
        var thrown = await Assert.ThrowsAsync<IOException>(() => running.OrHang());

        Assert.Same(failure, thrown);
    }

    [Fact]
    public async Task A_group_that_is_asked_to_stop_stops_the_host()
    {
        using var host = HostOf(new Actor("migration", Work.Nothing) { OneShot = true }, new Actor("cron", Work.UntilTold));
        await host.StartAsync().OrHang();

        host.Group().Run!.Stop();
        await host.WaitForShutdownAsync().OrHang();

        Assert.Equal("Stop() was called", _log.One(6).Fields["Reason"]);
    }

    private IHost HostOf(params Actor[] actors) => Hosts.With(
        services => services
            .AddActorGroup((_, group) =>
            {
                foreach (var actor in actors)
                {
                    group.Add(actor);
                }
            })
            .AddHealthChecks().AddActorGroup(),
        _log);

    private static async Task<HealthReportEntry> HealthAsync(IHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync().OrHang()).Entries["actors"];
}
