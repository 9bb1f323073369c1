using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NSubstitute;

namespace OkRun.Async.Hosting.Tests;

/// <summary>Modules of an application add actors to the same group, which come after each other by name.</summary>
public class ComposingGroups
{
    private readonly Recorder _recorder = new();
    private readonly Signal _release = new();
    private readonly Signal _configuring = new();

    [Fact]
    public async Task Several_calls_add_to_the_same_group_in_order()
    {
        using var host = Hosts.With(services =>
        {
            services.AddActorGroup("orders", (_, group) => group.Add("first", Work.UntilTold));
            services.AddActorGroup("orders").AddActor(_ => new Actor("second", Work.UntilTold));
            services.AddActorGroup("mail", (_, group) => group.Add("sender", Work.UntilTold));
            services.AddActorGroup("orders", (_, group) => group.Add("third", Work.UntilTold), options => options.StopTimeout = TimeSpan.FromSeconds(9));
        });
        await host.StartAsync().OrHang();
        var group = host.Services.GetRequiredKeyedService<HostedActorGroup>("orders");

        var names = group.Run!.Actors.Select(status => status.Actor.Name);

        Assert.Equal(["first", "second", "third"], names);
        Assert.Equal(2, host.Services.GetServices<IHostedService>().Count());
        await host.StopAsync().OrHang();
    }

    [Fact]
    public async Task An_actor_comes_after_others_by_name()
    {
        using var host = Hosts.With(services =>
        {
            services.AddActorGroup("orders", (_, group) => group.Add("store", Work.UntilTold), options => options.Observer = _recorder);
            services.AddActorGroup("orders")
                .AddActor<Worker>("worker", worker => worker.RunAsync, after: ["store"])
                .AddActor<Worker>("client", worker => worker.RunAsync, after: ["store", "worker"]);
        });
        await host.StartAsync().OrHang();

        await host.StopAsync().OrHang();

        _recorder.AssertOrder("started store", "started worker");
        _recorder.AssertOrder("started worker", "started client");
        _recorder.AssertOrder("started client", "ended client");
        _recorder.AssertOrder("ended client", "told worker");
        _recorder.AssertOrder("told worker", "ended worker");
        _recorder.AssertOrder("ended worker", "told store");
    }

    [Fact]
    public async Task Of_several_actors_of_a_name_all_are_meant()
    {
        using var host = Hosts.With(services => services.AddActorGroup()
            .AddActor(_ => new Actor("consumer", Work.UntilTold))
            .AddActor(_ => new Actor("consumer", Work.UntilTold))
            .AddActor(_ => new Actor("feeder", Work.UntilTold), after: ["consumer"]));
        await host.StartAsync().OrHang();

        var actors = host.Group().Run!.Actors;

        Assert.Equal([actors[0].Actor, actors[1].Actor], actors[2].Actor.After);
        await host.StopAsync().OrHang();
    }

    [Theory]
    [InlineData("storage")]
    [InlineData("late")]
    public async Task A_name_that_is_not_there_before_fails_the_start_and_both_are_named(string missing)
    {
        using var host = Hosts.With(services => services.AddActorGroup("orders")
            .AddActor(_ => new Actor("store", Work.UntilTold))
            .AddActor<Worker>("worker", worker => worker.RunAsync, after: ["store", missing])
            .AddActor(_ => new Actor("late", Work.UntilTold)));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync().OrHang());

        Assert.Contains("'worker'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains($"'{missing}'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("'orders'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rest_of_an_actor_is_given_by_with()
    {
        using var host = Hosts.With(services => services.AddActorGroup()
            .AddActor<Worker>("worker", worker => worker.RunAsync, configure: actor => actor with { StopTimeout = TimeSpan.FromSeconds(9) }));
        await host.StartAsync().OrHang();

        Assert.Equal(TimeSpan.FromSeconds(9), host.Group().Run!.Actors[0].Actor.StopTimeout);
        await host.StopAsync().OrHang();
    }

    [Fact]
    public async Task A_service_says_by_itself_when_it_is_ready()
    {
        var later = Substitute.For<IHostedService>();
        using var host = Hosts.With(services =>
        {
            services.AddSingleton(this).AddActorGroup().AddActor<ComposingGroups>("slow", tests => tests.ReadyLaterAsync);
            services.AddSingleton(later);
        });

        var start = host.StartAsync();
        await later.DidNotReceiveWithAnyArgs().StartAsync(default);
        _release.Happen();
        await start.OrHang();

        await later.ReceivedWithAnyArgs(1).StartAsync(default);
        await host.StopAsync().OrHang();
    }

    [Fact]
    public async Task A_service_may_have_a_key()
    {
        using var host = Hosts.With(services => services
            .AddKeyedSingleton("eu", new Worker("eu"))
            .AddKeyedSingleton("us", new Worker("us"))
            .AddActorGroup()
            .AddActor<Worker>("worker", worker => worker.FailAsync, key: "us"));

        var thrown = await Assert.ThrowsAsync<IOException>(() => host.RunAsync().OrHang());

        Assert.Equal("us", thrown.Message);
    }

    [Fact]
    public async Task Two_threads_that_start_a_group_start_one_run()
    {
        for (var round = 0; round < 200; round++)
        {
            using var host = Hosts.With(services => services.AddActorGroup((_, group) => group.Add(new Actor("brief", Work.Nothing) { OneShot = true })));
            var group = host.Group();
            using var barrier = new Barrier(2);
            Task StartAsync() => Task.Run(() =>
            {
                barrier.SignalAndWait(Deadline.Hung);
                return group.StartAsync(CancellationToken.None);
            });

            var starts = new[] { StartAsync(), StartAsync() };
            await Task.WhenAll(starts).EndOrHang();

            Assert.Equal(1, starts.Count(start => start.IsFaulted));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stop_before_a_start_has_made_its_run_stops_that_run(bool isConfiguring)
    {
        using var host = Hosts.With(services => services.AddActorGroup((_, group) =>
        {
            if (isConfiguring)
            {
                _configuring.Happen();
                _release.BlockThread();
            }

            group.Add("worker", Work.UntilTold);
        }));
        var group = host.Group();

        var start = isConfiguring ? Task.Run(() => group.StartAsync(CancellationToken.None)) : null;
        await (isConfiguring ? _configuring.Happened : Task.CompletedTask);
        await group.StopAsync(CancellationToken.None).OrHang();
        _release.Happen();
        await (start ?? group.StartAsync(CancellationToken.None)).OrHang();

        Assert.Equal(TaskStatus.RanToCompletion, group.Run!.Completion.Status);
    }

    private async Task ReadyLaterAsync(Action ready, CancellationToken token)
    {
        await Task.WhenAny(_release.Happened, Work.UntilTold(token));
        ready();
        await Work.UntilTold(token);
    }

    internal sealed class Worker(string name = "worker")
    {
        public Task RunAsync(CancellationToken token) => name.Length > 0 ? Work.UntilTold(token) : Task.CompletedTask;

        public Task FailAsync(CancellationToken token) => throw new IOException(name);
    }
}
