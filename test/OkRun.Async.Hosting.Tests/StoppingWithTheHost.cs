using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NSubstitute;

namespace OkRun.Async.Hosting.Tests;

public partial class StoppingWithTheHost
{
    private readonly Signal _release = new();
    private readonly InvalidOperationException _failure = new("the disk is full");
    private readonly LogEntries _log = new();

    [Fact]
    public async Task The_first_end_of_the_group_stops_the_host()
    {
        using var host = Hosts.With(services => services.AddActorGroup((_, group) =>
        {
            group.Add("job", Work.Ends(_release));
            group.Add("cron", Work.UntilTold);
        }));
        await host.StartAsync().OrHang();

        var shutdown = host.WaitForShutdownAsync();
        _release.Happen();
        await shutdown.OrHang();

        Assert.True(host.Group().Run!.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_failure_comes_out_of_the_host_as_it_was_thrown()
    {
        using var host = Hosts.With(services => services.AddActorGroup((_, group) =>
        {
            group.Add("store", Work.Fails(_failure, _release));
            group.Add("cron", Work.FailsWhenTold(new IOException("too late")));
        }));

        var run = host.RunAsync();
        _release.Happen();
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => run.OrHang());

        Assert.Same(_failure, thrown);
    }

    [Fact]
    public async Task A_failure_after_the_stop_comes_out_too()
    {
        using var host = Hosts.With(services => services.AddActorGroup((_, group) => group.Add("store", Work.FailsWhenTold(_failure))));
        await host.StartAsync().OrHang();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StopAsync().OrHang());

        Assert.Same(_failure, thrown);
    }

    [Fact]
    public async Task The_host_waits_for_everybody()
    {
        using var host = Hosts.With(services => services.AddActorGroup((_, group) => group.Add("slow", Work.IgnoresCancellation(_release))));
        await host.StartAsync().OrHang();

        var stop = host.StopAsync();
        await host.StoppingAsync();
        Assert.False(stop.IsCompleted);
        _release.Happen();
        await stop.OrHang();

        Assert.Equal(ActorState.Ended, host.Group().Run!.Actors[0].State);
    }

    [Fact]
    public async Task When_the_hosts_time_is_up_log_and_exception_name_who_is_still_running()
    {
        using var host = Hosts.With(Stuck, _log);
        await host.StartAsync().OrHang();

        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => host.StopAsync(new CancellationToken(canceled: true)).OrHang());

        Assert.Contains("'stuck'", thrown.Message, StringComparison.Ordinal);
        Assert.Equal("stuck", Assert.Single(thrown.Actors).Name);
        var entry = _log.One(13);
        Assert.Equal((LogLevel.Error, "orders"), (entry.Level, entry.Fields["Group"]));
        Assert.Contains("'stuck'", (string)entry.Fields["Actors"]!, StringComparison.Ordinal);
        _release.Happen();
    }

    [Fact]
    public async Task When_the_hosts_time_is_up_after_a_failure_the_failure_comes_out()
    {
        using var host = Hosts.With(
            services => services.AddActorGroup((_, group) =>
            {
                group.Add("stuck", Work.NeverStops);
                group.Add("store", Work.Fails(_failure, _release));
            }),
            _log);
        await host.StartAsync().OrHang();
        _release.Happen();
        await host.StoppingAsync();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StopAsync(new CancellationToken(canceled: true)).OrHang());

        Assert.Same(_failure, thrown);
        Assert.Contains("'stuck'", _log.One(13).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_disposed_without_a_stop_stops_the_group_and_waits()
    {
        var host = Hosts.With(services => services.AddActorGroup((_, group) => group.Add("cron", Work.UntilTold)));
        await host.StartAsync().OrHang();
        var run = host.Group().Run!;

        await ((IAsyncDisposable)host).DisposeAsync().AsTask().OrHang();

        Assert.True(run.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_later_service_that_cannot_start_takes_the_group_down()
    {
        var broken = Substitute.For<IHostedService>();
        broken.StartAsync(Arg.Any<CancellationToken>()).Returns(Task.FromException(_failure));
        using var host = Hosts.With(services => services.AddActorGroup((_, group) => group.Add("cron", Work.UntilTold)).AddSingleton(broken));
        var group = host.Group();

        await Assert.ThrowsAsync<InvalidOperationException>(() => host.RunAsync().OrHang());

        Assert.True(group.Run!.Completion.IsCompletedSuccessfully);
    }

    private void Stuck(IServiceCollection services) =>
        services.AddActorGroup("orders", (_, group) => group.Add("stuck", Work.IgnoresCancellation(_release)));
}
