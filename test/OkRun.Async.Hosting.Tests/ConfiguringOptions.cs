using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace OkRun.Async.Hosting.Tests;

/// <summary>The options of a group are named options, and may come from configuration.</summary>
public class ConfiguringOptions
{
    private readonly LogEntries _log = new();

    [Fact]
    public async Task They_are_bound_from_configuration_by_the_name_of_the_group()
    {
        using var host = HostOf(new() { ["Orders:StopTimeout"] = "00:00:00", ["Orders:AllowEmpty"] = "true" }, Work.NeverStops);
        await host.StartAsync().OrHang();

        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => host.StopAsync().OrHang());

        Assert.Equal("stuck", Assert.Single(thrown.Actors).Name);
    }

    [Theory]
    [InlineData("StopTimeout", "-00:00:05")]
    [InlineData("WarnAfter", "00:00:00")]
    [InlineData("DrainDelay", "-00:00:05")]
    [InlineData("DrainDelay", "-00:00:00.001")]
    [InlineData("StopTimeout", "soon")]
    public async Task Bad_values_fail_the_start_and_name_the_group(string option, string value)
    {
        using var host = HostOf(new() { [$"Orders:{option}"] = value }, Work.UntilTold);

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync().OrHang());

        Assert.Contains("'orders'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(option, thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_validation_of_others_fails_the_start_too()
    {
        using var host = Hosts.With(services =>
        {
            services.AddActorGroup("orders", (_, group) => group.Add("worker", Work.UntilTold));
            services.AddOptions<ActorGroupServiceOptions>("orders").Validate(options => options.StopTimeout > TimeSpan.Zero, "every stop needs a limit");
        });

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync().OrHang());

        Assert.Contains("every stop needs a limit", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_may_be_switched_off()
    {
        using var host = Hosts.With(
            services => services
                .AddActorGroup("orders", (_, _) => { }, options => options.AllowEmpty = true)
                .AddHealthChecks().AddActorGroup("orders"),
            _log);
        await host.StartAsync().OrHang();

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync().OrHang();
        await host.StopAsync().OrHang();

        Assert.Equal(HealthStatus.Healthy, report.Entries["orders"].Status);
        Assert.Contains("has no actors", report.Entries["orders"].Description, StringComparison.Ordinal);
        Assert.Null(host.Group().Run);
    }

    [Fact]
    public async Task A_value_that_is_not_allowed_says_what_is()
    {
        using var host = HostOf(new() { ["Orders:StopTimeout"] = "-00:00:09" }, Work.UntilTold);

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync().OrHang());

        Assert.StartsWith("The options of the actor group 'orders' could not be configured: StopTimeout must be infinite, or ", thrown.Message, StringComparison.Ordinal);
    }

    private static IHost HostOf(Dictionary<string, string?> settings, Func<CancellationToken, Task> work)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        return Hosts.With(services => services
            .AddActorGroup("orders", (_, group) => group.Add("stuck", work))
            .Configure<ActorGroupServiceOptions>("orders", configuration.GetSection("Orders")));
    }
}
