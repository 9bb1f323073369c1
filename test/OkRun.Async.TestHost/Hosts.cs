using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OkRun.Async.TestHost;

/// <summary>The two ways of having a host, each with the console lifetime that listens to Ctrl+C.</summary>
internal static class Hosts
{
    public static async Task GroupInHostAsync(Actor worker, TimeSpan? shutdownTimeout = null)
    {
        using var host = Build(services => services
            .Configure<HostOptions>(options => options.ShutdownTimeout = shutdownTimeout ?? options.ShutdownTimeout)
            .AddActorGroup((_, group) => group.Add(worker)));
        await host.RunAsync();
    }

    /// <summary>A service that is registered after the group starts until it is told to give that up.</summary>
    public static async Task<int> GroupInSlowHostAsync(Actor worker)
    {
        using var host = Build(services => services.AddActorGroup((_, group) => group.Add(worker)).AddSingleton<IHostedService>(new SlowService()));
        try
        {
            await host.RunAsync();
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("the start was given up");
        }

        return Environment.ExitCode;
    }

    public static async Task LoadInHostAsync()
    {
        using var host = Build(services => services.AddActorGroup((_, group) => Load.AddTo(group)));
        await host.RunAsync();
    }

    /// <summary>From the start of the host to the end of its stop; the log is written as in production.</summary>
    public static async Task CrowdInHostAsync(int count)
    {
        using var host = Build(services =>
        {
            var group = services.AddActorGroup();
            for (var number = 1; number <= count; number++)
            {
                var actor = new Actor($"actor {number}", token => Task.Delay(Timeout.InfiniteTimeSpan, token));
                group.AddActor(_ => actor);
            }
        });
        var from = TimeProvider.System.GetTimestamp();
        await host.StartAsync();
        var started = TimeProvider.System.GetElapsedTime(from);
        await host.StopAsync();
        Console.WriteLine($"{count} actors: started after {started.TotalMilliseconds:0} ms, stopped after {TimeProvider.System.GetElapsedTime(from).TotalMilliseconds:0} ms");
    }

    /// <summary>Nobody hears of a failure: the host is disposed without having been stopped.</summary>
    public static async Task GroupInHostNobodyStopsAsync(Actor worker, TimeProvider clock)
    {
        using var host = Build(services => services.AddActorGroup((_, group) => group.Add(worker), options => options.UseTimeProvider(clock)));
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);
        await host.StartAsync();
        await stopping.Task;
    }

    public static ActorGroup HostInGroup(Actor worker, Actor other) => new(new() { Observer = ActorGroupObserver.WriteTo(Console.Error) })
    {
        Build(services => services.AddHostedService(_ => new Service())).AsActor("host"),
        worker,
        other,
    };

    /// <summary>A host that is not told to stop while the worker, which comes after it, has not stopped. It listens to the signals before or after the actor that does.</summary>
    public static ActorGroup HostBefore(Actor worker, Actor? signals = null, bool isListenedToFirst = false)
    {
        var host = Build(_ => { }).AsActor("host");
        Actor[] actors = (signals, isListenedToFirst) switch
        {
            (null, _) => [host],
            (_, true) => [signals, host = host with { After = [signals] }],
            _ => [host, signals with { After = [host] }],
        };
        var group = new ActorGroup(new() { Observer = ActorGroupObserver.WriteTo(Console.Error) });
        Array.ForEach(actors, actor => group.Add(actor));
        group.Add(worker with { After = actors });
        return group;
    }

    public static IHost Build(Action<IServiceCollection> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        configure(builder.Services);
        return builder.Build();
    }

    private sealed class SlowService : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Service : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Console.Error.WriteLineAsync("the service works");
            await Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Console.Error.WriteLineAsync("the service has stopped");
        }
    }
}
