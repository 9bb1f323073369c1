using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NSubstitute;

namespace OkRun.Async.Hosting.Tests;

/// <summary>The exit code is set as soon as a failure is known: a lifetime that reports the end to a service manager must not see 0.</summary>
[Collection(Telemetry.Alone)]
public sealed class TellingTheExitCode : IDisposable
{
    private readonly Signal _release = new();
    private readonly IOException _failure = new("the disk is full");
    private readonly IHostLifetime _lifetime = Substitute.For<IHostLifetime>();
    private int _reported = -1;

    public TellingTheExitCode()
    {
        Environment.ExitCode = 0;
        _lifetime.StopAsync(Arg.Any<CancellationToken>()).Returns(Task.CompletedTask).AndDoes(_ => _reported = Environment.ExitCode);
    }

    [Fact]
    public async Task A_failure_is_known_to_the_hosts_lifetime()
    {
        using var host = HostOf(group => group.Add("worker", Work.Fails(_failure, _release)));
        var started = host.Lifetime().ApplicationStarted;
        var running = host.RunAsync();
        await Work.UntilTold(started).OrHang();

        _release.Happen();
        await Assert.ThrowsAsync<IOException>(() => running.OrHang());

        Assert.Equal(1, _reported);
    }

    [Fact]
    public async Task So_is_one_that_comes_when_the_group_is_told_to_stop()
    {
        using var host = HostOf(group => group.Add("worker", Work.FailsWhenTold(_failure)));
        await host.StartAsync().OrHang();

        await Assert.ThrowsAsync<IOException>(() => host.StopAsync().OrHang());

        Assert.Equal(1, _reported);
    }

    [Fact]
    public async Task So_is_one_of_a_hook()
    {
        using var host = HostOf(group => group.Add(new Actor("worker", Work.UntilTold) { Interrupt = Hook.Throws(_failure) }));
        await host.StartAsync().OrHang();

        await Assert.ThrowsAsync<IOException>(() => host.StopAsync().OrHang());

        Assert.Equal(1, _reported);
    }

    [Fact]
    public async Task So_is_an_actor_that_is_abandoned()
    {
        using var host = HostOf(group => group.Add(new Actor("stuck", Work.NeverStops) { StopTimeout = TimeSpan.Zero }));
        await host.StartAsync().OrHang();

        await Assert.ThrowsAsync<StopTimeoutException>(() => host.StopAsync().OrHang());

        Assert.Equal(1, _reported);
    }

    [Fact]
    public async Task So_is_an_actor_that_outlasts_the_hosts_time()
    {
        using var host = HostOf(group => group.Add("stuck", Work.IgnoresCancellation(_release)));
        await host.StartAsync().OrHang();

        await Assert.ThrowsAsync<StopTimeoutException>(() => host.StopAsync(new CancellationToken(canceled: true)).OrHang());
        _release.Happen();

        Assert.Equal(1, _reported);
    }

    [Fact]
    public async Task A_code_that_was_set_before_stays()
    {
        using var host = HostOf(group => group.Add("worker", Work.FailsWhenTold(_failure)));
        await host.StartAsync().OrHang();
        Environment.ExitCode = 3;

        await Assert.ThrowsAsync<IOException>(() => host.StopAsync().OrHang());

        Assert.Equal(3, _reported);
    }

    [Fact]
    public async Task A_normal_end_is_none()
    {
        using var host = HostOf(group => group.Add("worker", Work.UntilTold));
        await host.StartAsync().OrHang();

        await host.StopAsync().OrHang();

        Assert.Equal(0, _reported);
    }

    /// <summary>The exit code that these hosts leave behind is not the test run's.</summary>
    public void Dispose() => Environment.ExitCode = 0;

    private IHost HostOf(Action<ActorGroup> configure) => Hosts.With(services => services.AddSingleton(_lifetime).AddActorGroup((_, group) => configure(group)));
}
