using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NSubstitute;

namespace OkRun.Async.Hosting.Tests;

/// <summary>Law 13 where a host is between: a cancellation is a normal end of who was told to stop, and a failure of who was not.</summary>
public class CancelledServices
{
    private readonly Signal _release = new();
    private readonly Signal _working = new();
    private readonly TaskCanceledException _timeout = new("The request was canceled due to the configured HttpClient.Timeout.");

    [Fact]
    public async Task One_that_nobody_told_to_stop_fails_the_actor_of_its_host()
    {
        var host = Hosts.With(services => services.AddHostedService(_ => new Service(Work.Fails(_timeout, _release))));
        var run = new ActorGroup { host.AsActor("api"), { "worker", Work.UntilTold } }.Start();
        await run.Ready.OrHang();

        _release.Happen();
        var thrown = await Assert.ThrowsAsync<TaskCanceledException>(() => run.Completion.OrHang());

        Assert.Same(_timeout, thrown);
        Assert.True(run.Completion.IsFaulted);
        Assert.Equal("api", run.First!.Name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task So_does_one_before_its_host_has_started(bool isCancellation)
    {
        Exception failure = isCancellation ? _timeout : new IOException("the disk is full");
        var slow = Substitute.For<IHostedService>();
        slow.StartAsync(Arg.Any<CancellationToken>()).Returns(call => Work.UntilCancelled(call.Arg<CancellationToken>()));
        _release.Happen();
        var host = Hosts.With(services => services.AddHostedService(_ => new Service(Work.Fails(failure, _release))).AddSingleton(slow));

        var run = new ActorGroup { host.AsActor("api") }.Start();
        await run.Completion.EndOrHang();

        Assert.Contains(failure, run.Completion.Exception!.InnerExceptions);
    }

    [Fact]
    public async Task So_does_one_that_is_an_actor_itself()
    {
        using var service = new Service(Work.Fails(_timeout, _release));
        var run = new ActorGroup { service.AsActor("worker") }.Start();
        await run.Ready.OrHang();

        _release.Happen();
        var thrown = await Assert.ThrowsAsync<TaskCanceledException>(() => run.Completion.OrHang());

        Assert.Same(_timeout, thrown);
    }

    [Fact]
    public async Task An_actor_of_a_group_in_a_host_that_nobody_told_to_stop_fails_the_host()
    {
        using var host = Hosts.With(services => services.AddActorGroup((_, group) => group.Add("client", Work.Fails(_timeout, _release))));
        var started = host.Lifetime().ApplicationStarted;
        var running = host.RunAsync();
        await Work.UntilTold(started).OrHang();

        _release.Happen();
        var thrown = await Assert.ThrowsAsync<TaskCanceledException>(() => running.OrHang());

        Assert.Same(_timeout, thrown);
    }

    [Fact]
    public async Task One_that_stopped_its_host_comes_before_those_who_fail_when_told()
    {
        var host = Hosts.With(services => services
            .AddHostedService(provider =>
            {
                // Registered before the host has started, so called after the actor's own: what a service does once it executes may come first.
                var failing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => failing.SetException(new IOException("the disk is full")));
                return new Service(_ => { _working.Happen(); return failing.Task; });
            })
            .AddSingleton<IHostedService>(_ => new Service(Work.Fails(_timeout, _release))));
        var run = new ActorGroup { host.AsActor("api") }.Start();
        await run.Ready.OrHang();
        await _working;

        _release.Happen();
        var thrown = await Assert.ThrowsAsync<TaskCanceledException>(() => run.Completion.OrHang());

        Assert.Same(_timeout, thrown);
        Assert.Equal([_timeout.GetType(), typeof(IOException)], run.Completion.Exception!.InnerExceptions.Select(each => each.GetType()));
    }

    [Fact]
    public async Task One_does_not_hide_another_that_outlasts_the_hosts_time()
    {
        var host = Hosts.With(services => services
            .Configure<HostOptions>(options =>
            {
                options.ShutdownTimeout = TimeSpan.Zero;
                options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
            })
            .AddHostedService(_ => new Service(Work.Fails(_timeout, _release)))
            .AddSingleton<IHostedService>(_ => new Service(token => { _working.Happen(); return Work.NeverStops(token); })));
        var run = new ActorGroup { host.AsActor("api") }.Start();
        var services = host.Services.GetServices<IHostedService>().Cast<Service>().ToArray();
        await run.Ready.OrHang();
        await _working;
        _release.Happen();
        await Eventually.True(() => services[0].ExecuteTask!.IsCanceled);

        run.Stop();
        var thrown = await Assert.ThrowsAsync<TimeoutException>(() => run.Completion.OrHang());

        Assert.Contains(nameof(Service), thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_is_told_to_stop_ends_well(bool byTheHost)
    {
        var host = Hosts.With(services => services.AddHostedService(_ => new Service(async token =>
        {
            _working.Happen();
            await Work.UntilCancelled(token);
        })));
        var run = new ActorGroup { host.AsActor("api") }.Start();
        await run.Ready.OrHang();
        await _working;

        (byTheHost ? host.Lifetime().StopApplication : (Action)run.Stop)();

        await run.Completion.OrHang();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task So_does_one_that_listens_to_the_stop_of_its_host(bool byTheHost)
    {
        var host = Hosts.With(services => services.AddHostedService(provider => new Service(async _ =>
        {
            var stopping = Work.NeverStops(default).WaitAsync(provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
            _working.Happen();
            await stopping;
        })));
        var run = new ActorGroup { host.AsActor("api") }.Start();
        await run.Ready.OrHang();
        await _working;

        (byTheHost ? host.Lifetime().StopApplication : (Action)run.Stop)();

        await run.Completion.OrHang();
    }

    [Fact]
    public async Task So_does_one_that_listens_to_a_source_linked_to_that()
    {
        var host = Hosts.With(services => services.AddHostedService(provider => new Service(async _ =>
        {
            await _release.Happened; // by then the actor listens, and those who come later are told first
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
            var stopping = Work.NeverStops(default).WaitAsync(linked.Token);
            _working.Happen();
            await stopping;
        })));
        var run = new ActorGroup { host.AsActor("api") }.Start();
        await run.Ready.OrHang();
        await Eventually.EverybodyHadATurn();
        _release.Happen();
        await _working;

        host.Lifetime().StopApplication();

        await run.Completion.OrHang();
    }
}
