using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NSubstitute;

namespace OkRun.Async.Hosting.Tests;

public class HostsAsActors
{
    private readonly Signal _release = new();
    private readonly Recorder _recorder = new();
    private readonly IHostedService _service = Substitute.For<IHostedService>();

    [Fact]
    public async Task The_actor_is_ready_when_the_host_has_started()
    {
        _service.StartAsync(Arg.Any<CancellationToken>()).Returns(_release.Happened);
        var host = Hosts.With(services => services.AddSingleton(_service));

        await using var run = new ActorGroup { host.AsActor("api") }.Start();
        await Eventually.True(() => _service.ReceivedCalls().Any());
        Assert.Equal(ActorState.Starting, run.Actors[0].State);
        _release.Happen();
        await run.Ready.OrHang();

        Assert.True(host.Lifetime().ApplicationStarted.IsCancellationRequested);
    }

    [Fact]
    public async Task A_stop_of_the_group_stops_the_host_and_disposes_it()
    {
        var host = Hosts.With(services => services.AddSingleton(_service));
        var stopped = host.Lifetime().ApplicationStopped;
        var run = new ActorGroup { host.AsActor("api") }.Start();
        await run.Ready.OrHang();

        run.Stop();
        await run.Completion.OrHang();

        Assert.True(stopped.IsCancellationRequested);
        Assert.Throws<ObjectDisposedException>(() => host.Services.GetService<IHostApplicationLifetime>());
    }

    [Fact]
    public async Task A_stop_of_the_host_stops_the_group()
    {
        var host = Hosts.With(_ => { });
        var run = new ActorGroup(new() { Observer = _recorder }) { host.AsActor("api"), { "worker", Work.UntilTold } }.Start();
        await run.Ready.OrHang();

        host.Lifetime().StopApplication();
        await run.Completion.OrHang();

        Assert.Equal("api", run.First!.Name);
        _recorder.AssertOrder("ended api", "told worker");
    }

    [Fact]
    public async Task The_failure_of_a_background_service_is_the_actors()
    {
        var failure = new IOException("the disk is full");
        var host = Hosts.With(services => services.AddHostedService(_ => new Service(Work.Fails(failure, _release))));
        var run = new ActorGroup { host.AsActor("api"), { "worker", Work.UntilTold } }.Start();
        await run.Ready.OrHang();

        _release.Happen();
        var thrown = await Assert.ThrowsAsync<IOException>(() => run.Completion.OrHang());

        Assert.Same(failure, thrown);
        Assert.Same(failure, Assert.Single(run.Completion.Exception!.InnerExceptions));
        Assert.Equal("api", run.First!.Name);
    }

    [Fact]
    public async Task The_failure_of_a_background_service_while_it_stops_is_the_actors_too()
    {
        var failure = new IOException("the disk is full");
        var working = new Signal();
        var host = Hosts.With(services => services.AddHostedService(_ => new Service(token => { working.Happen(); return Work.FailsWhenTold(failure)(token); })));
        var run = new ActorGroup { host.AsActor("api") }.Start();
        await run.Ready.OrHang();
        await working; // told before that, a background service never works at all

        run.Stop();
        var thrown = await Assert.ThrowsAsync<IOException>(() => run.Completion.OrHang());

        Assert.Same(failure, thrown);
    }

    [Fact]
    public async Task The_failure_of_one_background_service_does_not_hide_the_next()
    {
        var (first, second) = (new IOException("the disk is full"), new InvalidOperationException("nothing to be read"));
        var working = new Signal();
        var host = Hosts.With(services => services
            .AddSingleton<IHostedService>(_ => new Service(Work.Fails(first, _release)))
            .AddSingleton<IHostedService>(_ => new Service(token => { working.Happen(); return Work.FailsWhenTold(second)(token); })));
        var run = new ActorGroup { host.AsActor("api") }.Start();
        await run.Ready.OrHang();
        await working;

        _release.Happen();
        await run.Completion.EndOrHang();

        Assert.Equal([first, second], run.Completion.Exception!.InnerExceptions);
    }

    [Fact]
    public async Task A_host_that_cannot_start_fails_the_actor_and_is_disposed()
    {
        var failure = new IOException("the port is taken");
        _service.StartAsync(Arg.Any<CancellationToken>()).Returns(Task.FromException(failure));
        var host = Hosts.With(services => services.AddSingleton(_service));

        var thrown = await Assert.ThrowsAsync<IOException>(() => new ActorGroup { host.AsActor("api") }.RunAsync().OrHang());

        Assert.Same(failure, thrown);
        Assert.Throws<ObjectDisposedException>(() => host.Services.GetService<IHostApplicationLifetime>());
    }

    [Fact]
    public async Task A_background_service_that_outlasts_the_hosts_time_is_named()
    {
        var working = new Signal();
        var host = Hosts.With(services => services
            .Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero)
            .AddHostedService(_ => new Service(token => { working.Happen(); return Work.NeverStops(token); })));
        var run = new ActorGroup { host.AsActor("api") }.Start();
        await run.Ready.OrHang();
        await working; // told before that, a background service never works at all

        run.Stop();
        var thrown = await Assert.ThrowsAsync<TimeoutException>(() => run.Completion.OrHang());

        Assert.Contains("'api'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Service), thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_comes_after_the_host_is_over_before_the_host_is_stopped()
    {
        _service.StopAsync(Arg.Any<CancellationToken>()).Returns(Task.CompletedTask).AndDoes(_ => _recorder.Write("host stops"));
        var host = Hosts.With(services => services.AddSingleton(_service));
        var api = host.AsActor("api");
        var run = new ActorGroup(new() { Observer = _recorder }) { api, new Actor("client", Work.UntilTold) { After = [api] } }.Start();
        await run.Ready.OrHang();

        host.Lifetime().StopApplication();
        await run.Completion.OrHang();

        _recorder.AssertOrder("ended client", "host stops");
    }

    [Fact]
    public async Task An_actor_that_comes_after_another_starts_its_host_when_that_is_ready()
    {
        var host = Hosts.With(services => services.AddSingleton(_service));
        var store = new Actor("store", async (ready, token) => { await Task.WhenAny(_release.Happened, Work.UntilTold(token)); ready(); await Work.UntilTold(token); });
        var web = host.AsActor("web") with { After = [store], StopTimeout = TimeSpan.FromSeconds(10) };

        await using var run = new ActorGroup { store, web }.Start();
        Assert.Equal((ActorState.Waiting, TimeSpan.FromSeconds(10)), (run.Actors[1].State, web.StopTimeout));
        await _service.DidNotReceiveWithAnyArgs().StartAsync(default);
        _release.Happen();
        await run.Ready.OrHang();

        await _service.ReceivedWithAnyArgs(1).StartAsync(default);
    }

    [Fact]
    public async Task A_host_whose_actor_never_starts_is_left_to_who_has_built_it()
    {
        using var host = Hosts.With(services => services.AddSingleton(_service));
        var store = new Actor("store", (_, token) => Work.UntilTold(token));
        var run = new ActorGroup { store, host.AsActor("web") with { After = [store] } }.Start();

        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal(ActorState.NotStarted, run.Actors[1].State);
        Assert.False(host.Lifetime().ApplicationStarted.IsCancellationRequested);
    }

    [Fact]
    public async Task The_failure_of_a_group_in_the_host_is_the_actors_own_end_and_the_cause()
    {
        var (first, second) = (new IOException("the disk is full"), new InvalidOperationException("nothing to be read"));
        var causes = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var host = Hosts.With(services => services.AddActorGroup((_, group) =>
        {
            group.Add("store", Work.Fails(first, _release));
            group.Add("cron", Work.FailsWhenTold(second));
        }));
        var run = new ActorGroup { host.AsActor("api"), { "worker", Work.UntilTold, causes.SetResult } }.Start();
        await run.Ready.OrHang();

        _release.Happen();
        await run.Completion.EndOrHang();

        Assert.Equal(("api", first), (run.First!.Name, await causes.Task.OrHang()));
        Assert.Equal([first, second], run.Completion.Exception!.InnerExceptions);
    }

    [Fact]
    public async Task A_group_in_a_host_in_a_group_stops_with_the_outer_one()
    {
        var host = Hosts.With(services => services.AddActorGroup((_, group) => group.Add(new Actor("inner", Work.UntilTold)), options => options.Observe(_recorder)));
        var run = new ActorGroup { host.AsActor("api") }.Start();
        await run.Ready.OrHang();

        run.Stop();
        await run.Completion.OrHang();

        _recorder.AssertOrder("ended inner", "stopped");
    }
}
