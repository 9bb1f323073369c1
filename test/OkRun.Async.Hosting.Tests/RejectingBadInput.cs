using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OkRun.Async.Hosting.Tests;

public class RejectingBadInput
{
    [Fact]
    public async Task A_configuration_that_throws_fails_the_start_and_names_the_group()
    {
        var failure = new FormatException("no such cron expression");
        using var host = Hosts.With(services => services.AddActorGroup("orders", (_, _) => throw failure));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync().OrHang());

        Assert.Same(failure, thrown.InnerException);
        Assert.Contains("'orders'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_that_throw_fail_the_start_too_and_name_the_group()
    {
        using var host = Hosts.With(services => services.AddActorGroup(
            "orders", (_, group) => group.Add("cron", Work.UntilTold), options => options.StopTimeout = TimeSpan.FromSeconds(-1)));
        var group = host.Group();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync().OrHang());

        Assert.IsType<ArgumentOutOfRangeException>(thrown.InnerException);
        Assert.Contains("'orders'", thrown.Message, StringComparison.Ordinal);
        Assert.Null(group.Run);
    }

    [Fact]
    public async Task A_group_without_actors_fails_the_start_and_is_named()
    {
        using var host = Hosts.With(services => services.AddActorGroup("orders", (_, _) => { }));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync().OrHang());

        Assert.Contains("'orders'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_was_started_before_fails_its_actor_by_name_and_goes_on()
    {
        using var host = Hosts.With(_ => { });
        await host.StartAsync().OrHang();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => new ActorGroup { host.AsActor("api") }.RunAsync().OrHang());

        Assert.Contains("'api'", thrown.Message, StringComparison.Ordinal);
        Assert.False(host.Lifetime().ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public async Task A_disposed_host_fails_its_actor_by_name()
    {
        var host = Hosts.With(_ => { });
        host.Dispose();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => new ActorGroup { host.AsActor("api") }.RunAsync().OrHang());

        Assert.Contains("'api'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_health_check_of_a_group_that_does_not_exist_names_it()
    {
        using var host = Hosts.With(services => services.AddHealthChecks().AddActorGroup("orders"));
        var checks = host.Services.GetRequiredService<Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckService>();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => checks.CheckHealthAsync().OrHang());

        Assert.Contains("'orders'", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Names_are_not_empty(string name)
    {
        using var host = Hosts.With(_ => { });

        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddActorGroup(name, (_, _) => { }));
        Assert.Throws<ArgumentException>(() => new ActorGroupTelemetry(name));
        Assert.Throws<ArgumentException>(() => new ActorGroupLogger(new LogEntries(), name));
        Assert.Throws<ArgumentException>(() => host.AsActor(name));
    }

    [Fact]
    public void Times_are_infinite_or_not_negative() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ActorGroupServiceOptions { StopTimeout = TimeSpan.FromSeconds(-1) });
}
