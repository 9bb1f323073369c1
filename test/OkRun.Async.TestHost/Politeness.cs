using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace OkRun.Async.TestHost;

/// <summary>What services of a host do every day, as actors.</summary>
internal static class Politeness
{
    /// <summary>A worker that listens to the stop of its host, as the usual advice for streams says.</summary>
    public static async Task ListeningToTheHostAsync()
    {
        using var host = Hosts.Build(services => services.AddActorGroup((provider, group) =>
        {
            var stopping = provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            group.Add("worker", async token =>
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(token, stopping);
                await Task.Delay(Timeout.InfiniteTimeSpan, either.Token);
            });
        }));
        await host.RunAsync();
    }

    /// <summary>Migrations that are over soon, beside a worker that goes on.</summary>
    public static async Task MigratingAsync(Actor worker)
    {
        using var host = Hosts.Build(services => services
            .AddActorGroup("migrations", (_, group) => group.Add(new Actor("migration", _ => Task.CompletedTask) { OneShot = true }))
            .AddActorGroup("workers", (_, group) => group.Add(worker)));
        await host.RunAsync();
    }

    /// <summary>A lifetime that tells a service manager how the service has ended.</summary>
    public static async Task ReportingAsync(Actor worker)
    {
        using var host = Hosts.Build(services => services.AddSingleton<IHostLifetime>(new Manager()).AddActorGroup((_, group) => group.Add(worker)));
        await host.RunAsync();
    }

    /// <summary>Two actors of one name, as the health check shows them.</summary>
    public static async Task NamingTwoAlikeAsync(Actor worker)
    {
        using var host = Hosts.Build(services => services
            .AddActorGroup((_, group) =>
            {
                group.Add(worker);
                group.Add(worker with { StopTimeout = TimeSpan.FromSeconds(10) });
            })
            .AddHealthChecks().AddActorGroup());
        await host.StartAsync();
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Console.WriteLine($"{report.Status}: {string.Join(", ", report.Entries["actors"].Data.Select(each => $"{each.Key} is {each.Value}"))}");
        await host.StopAsync();
    }

    /// <summary>A background service that drains its queue when it is stopped.</summary>
    public static ActorGroup DrainingAQueue()
    {
#pragma warning disable CA2000 // it lives as long as the process
        return new(new() { Observer = ActorGroupObserver.WriteTo(Console.Error) }) { new Drainer().AsActor(), Actor.Signals() };
#pragma warning restore CA2000
    }

    private sealed class Manager : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Console.WriteLine($"the service has ended with {Environment.ExitCode}");
            return Task.CompletedTask;
        }
    }

    private sealed class Drainer : BackgroundService
    {
        private readonly Channel<int> _queue = Channel.CreateUnbounded<int>();
        private int _done;

        public Drainer()
        {
            for (var item = 0; item < 50; item++)
            {
                _queue.Writer.TryWrite(item);
            }
        }

        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            _queue.Writer.TryComplete();
            await Task.WhenAny(ExecuteTask!, Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken));
            await base.StopAsync(cancellationToken);
            Console.WriteLine($"done: {_done}");
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await foreach (var item in _queue.Reader.ReadAllAsync(stoppingToken))
            {
                if (item == 1)
                {
                    Console.WriteLine($"the queue is worked off: {_done}");
                }

                await Task.Delay(5, stoppingToken);
                _done++;
            }
        }
    }
}
