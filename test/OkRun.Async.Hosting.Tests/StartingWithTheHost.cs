using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NSubstitute;

namespace OkRun.Async.Hosting.Tests;

public class StartingWithTheHost
{
    private readonly Signal _release = new();
    private readonly Signal _started = new();
    private readonly InvalidOperationException _failure = new("the store is broken");

    [Fact]
    public async Task Services_registered_later_start_when_every_actor_is_ready()
    {
        var later = Substitute.For<IHostedService>();
        using var host = Hosts.With(services => services
            .AddActorGroup((_, group) => group.Add(new Actor("store", StoreAsync)))
            .AddSingleton(later));

        var start = host.StartAsync();
        await _started;
        await later.DidNotReceiveWithAnyArgs().StartAsync(default);
        _release.Happen();
        await start.OrHang();

        await later.ReceivedWithAnyArgs(1).StartAsync(default);
        await host.StopAsync().OrHang();
    }

    [Fact]
    public async Task A_failure_before_that_fails_the_start_with_the_first_exception()
    {
        using var host = Hosts.With(services => services.AddActorGroup((_, group) =>
        {
            group.Add(new Actor("store", StoreAsync));
            group.Add("broken", Work.Fails(_failure));
        }));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => host.RunAsync().OrHang());

        Assert.Same(_failure, thrown);
    }

    [Fact]
    public async Task Such_a_failure_also_ends_a_host_that_starts_its_services_concurrently()
    {
        var fail = new Signal();
        using var host = Hosts.With(services => services
            .Configure<HostOptions>(options => options.ServicesStartConcurrently = true)
            .AddActorGroup("orders", (_, group) => group.Add(new Actor("store", StoreAsync)))
            .AddActorGroup("mail", (_, group) => group.Add(new Actor("sender", (_, token) => Work.Fails(_failure, fail)(token)))));

        var running = host.RunAsync(); // which returns when both starts are waited for
        await _started;
        fail.Happen();
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => running.OrHang());

        Assert.Same(_failure, thrown);
    }

    [Fact]
    public async Task A_normal_end_before_that_stops_the_host_once_it_has_started()
    {
        using var host = Hosts.With(services => services.AddActorGroup((_, group) =>
        {
            group.Add(new Actor("store", StoreAsync));
            group.Add("brief", Work.Nothing);
        }));

        var group = host.Group();

        await host.RunAsync().OrHang();

        Assert.True(group.Run!.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_start_that_is_given_up_names_who_was_not_ready()
    {
        using var host = Hosts.With(services => services.AddActorGroup("orders", (_, group) =>
        {
            group.Add(new Actor("store", StoreAsync));
            group.Add("cron", Work.UntilTold);
        }));
        using var patience = new CancellationTokenSource();

        var start = host.Group().StartAsync(patience.Token);
        await _started;
        await patience.CancelAsync();
        var thrown = await Assert.ThrowsAsync<OperationCanceledException>(() => start.OrHang());

        Assert.Contains("'orders'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("'store'", thrown.Message, StringComparison.Ordinal);
        Assert.True((await host.Group().Run!.Completion.EndOrHang()).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_start_that_is_given_up_while_an_observer_hears_of_it_blames_no_actor()
    {
        var (hearing, heard) = (new Signal(), new Signal());
        var observer = Substitute.For<ActorGroupObserver>();
        observer.When(each => each.OnReady(Arg.Any<Actor>())).Do(_ => { hearing.Happen(); heard.BlockThread(); });
        using var host = Hosts.With(services => services.AddActorGroup((_, group) => group.Add("cron", Work.UntilTold), options => options.Observe(observer)));
        using var patience = new CancellationTokenSource();

        var start = host.Group().StartAsync(patience.Token);
        await hearing;
        await patience.CancelAsync();
        var thrown = await Assert.ThrowsAsync<OperationCanceledException>(() => start.OrHang());
        heard.Happen();

        Assert.Contains("not ready: an observer", thrown.Message, StringComparison.Ordinal);
        Assert.True((await host.Group().Run!.Completion.EndOrHang()).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Actors_are_made_with_the_services_of_the_host()
    {
        var recorder = new Recorder();
        using var host = Hosts.With(services => services
            .AddSingleton(recorder)
            .AddActorGroup(
                (provider, group) => group.Add("cron", token => { provider.GetRequiredService<Recorder>().Write("cron works"); return Work.UntilTold(token); }),
                options => options.Observe(recorder)));

        await host.StartAsync().OrHang();
        await recorder.Seen("cron works");
        await host.StopAsync().OrHang();

        recorder.AssertOrder("started cron", "stopped");
    }

    [Fact]
    public async Task Several_groups_live_in_one_host_and_are_found_by_name()
    {
        using var host = Hosts.With(services => services
            .AddActorGroup("orders", (_, group) => group.Add("cron", Work.UntilTold))
            .AddActorGroup("mail", (_, group) => group.Add("sender", Work.UntilTold)));

        await host.StartAsync().OrHang();

        Assert.Equal(["orders", "mail"], host.Services.GetServices<HostedActorGroup>().Select(group => group.Name));
        var mail = host.Services.GetRequiredKeyedService<HostedActorGroup>("mail");
        Assert.Equal("sender", Assert.Single(mail.Run!.Actors).Actor.Name);
        await host.StopAsync().OrHang();
    }

    [Fact]
    public async Task Observers_with_the_key_of_the_group_are_told()
    {
        var recorder = new Recorder();
        using var host = Hosts.With(services => services
            .AddKeyedSingleton<ActorGroupObserver>("orders", recorder)
            .AddActorGroup("orders", (_, group) => group.Add("cron", Work.UntilTold)));

        await host.StartAsync().OrHang();
        await host.StopAsync().OrHang();

        recorder.AssertOrder("ready cron", "stopped");
    }

    [Fact]
    public async Task Who_observes_a_group_before_it_starts_is_told_and_later_it_is_too_late()
    {
        var recorder = new Recorder();
        using var host = Hosts.With(services => services.AddActorGroup("orders", (_, group) => group.Add("cron", Work.UntilTold)));
        var group = host.Group();

        group.Observe(recorder);
        await host.StartAsync().OrHang();
        var thrown = Assert.Throws<InvalidOperationException>(() => group.Observe(recorder));
        await host.StopAsync().OrHang();

        recorder.AssertOrder("started cron", "stopped");
        Assert.Contains("'orders'", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => group.Observe(null!));
    }

    private async Task StoreAsync(Action ready, CancellationToken token)
    {
        _started.Happen();
        await Task.WhenAny(_release.Happened, Work.UntilTold(token));
        ready();
        await Work.UntilTold(token);
    }
}
