using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace OkRun.Async.Hosting.Tests;

/// <summary>A load balancer must see that a service is not ready before it stops: for a while it is unhealthy and works on.</summary>
public class DrainingGroups
{
    private readonly FakeTimeProvider _clock = new();
    private readonly LogEntries _log = new();
    private readonly Signal _release = new();
    private readonly IHostedService _server = Substitute.For<IHostedService>();

    [Fact]
    public async Task The_group_is_unhealthy_at_once_and_neither_it_nor_the_server_stops_before_the_delay_is_over()
    {
        using var host = HostOf("orders");
        await host.StartAsync().OrHang();

        var stop = host.StopAsync();
        await _log.Seen(16);
        var health = await HealthAsync(host);
        _clock.Advance(TimeSpan.FromSeconds(4));
        await Eventually.EverybodyHadATurn();
        await _server.DidNotReceiveWithAnyArgs().StopAsync(default);
        Assert.Equal(ActorState.Ready, host.Group().Run!.Actors[0].State);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await stop.OrHang();

        Assert.Equal(HealthStatus.Unhealthy, health);
        await _server.ReceivedWithAnyArgs(1).StopAsync(default);
    }

    [Fact]
    public async Task Several_groups_are_drained_at_once()
    {
        using var host = HostOf("orders", "mail");
        await host.StartAsync().OrHang();

        var stop = host.StopAsync();
        await _log.Seen(16);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await stop.OrHang();

        Assert.Single(_log.All, entry => entry.Id == 16);
    }

    [Fact]
    public async Task The_hosts_own_time_ends_it()
    {
        using var host = HostOf("orders");
        await host.StartAsync().OrHang();
        using var patience = new CancellationTokenSource();

        var stop = host.StopAsync(patience.Token);
        await _log.Seen(16);
        await patience.CancelAsync();
        await stop.EndOrHang();

        await Eventually.True(() => host.Group().Run!.Actors[0].SinceTold is not null);
    }

    [Fact]
    public async Task A_group_that_has_failed_is_not_waited_for()
    {
        using var host = HostOf("orders");
        await host.StartAsync().OrHang();
        _release.Happen();

        await Assert.ThrowsAsync<IOException>(() => host.WaitForShutdownAsync().OrHang());

        Assert.DoesNotContain(_log.All, entry => entry.Id == 16);
    }

    [Fact]
    public async Task One_that_fails_while_it_is_drained_is_not_waited_for_either()
    {
        using var host = HostOf("orders");
        await host.StartAsync().OrHang();

        var stop = host.StopAsync();
        await _log.Seen(16);
        _release.Happen();

        await Assert.ThrowsAsync<IOException>(() => stop.OrHang());
    }

    private IHost HostOf(params string[] groups) => Hosts.With(
        services =>
        {
            services.AddSingleton(_server);
            foreach (var group in groups)
            {
                services.AddActorGroup(
                    group,
                    (_, actors) => actors.Add("worker", WorkAsync),
                    options =>
                    {
                        options.DrainDelay = TimeSpan.FromSeconds(5);
                        options.UseTimeProvider(_clock);
                    });
            }

            services.AddHealthChecks().AddActorGroup(groups[0]);
        },
        _log);

    private async Task WorkAsync(CancellationToken token)
    {
        await Task.WhenAny(_release.Happened, Work.UntilTold(token));
        if (_release.HasHappened)
        {
            throw new IOException("the disk is full");
        }
    }

    private static async Task<HealthStatus> HealthAsync(IHost host) => (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync().OrHang()).Status;
}
