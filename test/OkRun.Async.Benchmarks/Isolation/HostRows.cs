using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OkRun.Async.Benchmarks.Isolation;

/// <summary>
/// The Generic Host with background services, built beforehand, with its default options. A hook is an override of <c>StopAsync</c>, the limit is
/// <see cref="HostOptions.ShutdownTimeout"/>. A host calls <c>StopAsync</c> from the last service to the first: the innocent hook is added first, to be the last called.
/// </summary>
internal sealed class HostRows : PeerRows
{
    protected override Func<int, double> Hooks => blockers =>
    {
        using var called = new ManualResetEventSlim();
        using var running = new CountdownEvent(blockers + 1);
        var run = Build([new Service(Running(running), called.Set), .. Blocking(running, blockers)]);
        return TimeFromStop(run, running, called);
    };

    protected override Func<int, double> Limited => blockers =>
    {
        using var running = new CountdownEvent(blockers);
        var run = Build(Blocking(running, blockers), options => options.ShutdownTimeout = TimeSpan.FromSeconds(0.5));
        run.Start();
        running.Wait();
        return TimeOfStop(run);
    };

    protected override Playable Build(IEnumerable<Func<CancellationToken, Task>> bodies) => Build(bodies.Select(body => new Service(body)));

    private static Playable Build(IEnumerable<Service> services, Action<HostOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.Configure(configure ?? (_ => { }));
        foreach (var service in services)
        {
            builder.Services.AddSingleton<IHostedService>(service);
        }

        var host = builder.Build();
        _ = host.Services.GetServices<IHostedService>();
        return new(() => Rows.Wait(host.StartAsync()), () => host.StopAsync());
    }

    private static IEnumerable<Service> Blocking(CountdownEvent running, int count) =>
        from _ in Enumerable.Range(0, count)
        select new Service(Running(running), () => Thread.Sleep(Timeout.InfiniteTimeSpan));

    private static Func<CancellationToken, Task> Running(CountdownEvent running) => token =>
    {
        running.Signal();
        return Waits(token);
    };

    private sealed class Service(Func<CancellationToken, Task> body, Action? hook = null) : BackgroundService
    {
        public override Task StopAsync(CancellationToken cancellationToken)
        {
            hook?.Invoke();
            return base.StopAsync(cancellationToken);
        }

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => body(stoppingToken);
    }
}
