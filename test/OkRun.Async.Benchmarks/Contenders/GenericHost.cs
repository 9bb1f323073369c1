using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OkRun.Async.Benchmarks.Contenders;

/// <summary>
/// The Generic Host with n background services, from start to stop, the last of which asks the application to stop. Built beforehand, without defaults and logging,
/// without console lifetime, its services resolved: only <c>RunAsync</c> is measured.
/// </summary>
internal sealed class GenericHost : Contender
{
    public override string Name => "Generic Host";

    public override bool RunsOnce => true;

    public override Func<Task> Build(int n)
    {
        var crowd = new Crowd(n);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IHostLifetime>(new NoLifetime());
        var application = new Application();
        foreach (var body in crowd.Bodies().SkipLast(1))
        {
            builder.Services.AddSingleton<IHostedService>(_ => new Service(body));
        }

        builder.Services.AddSingleton<IHostedService>(_ => new Service(application.StopsAfter(crowd.Bodies().Last())));
        var host = builder.Build();
        application.Lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        _ = host.Services.GetServices<IHostedService>();
        return () =>
        {
            crowd.Gather();
            return host.RunAsync();
        };
    }

    private sealed class Application
    {
        public IHostApplicationLifetime? Lifetime { get; set; }

        public Func<CancellationToken, Task> StopsAfter(Func<CancellationToken, Task> body) => async cancellationToken =>
        {
            await body(cancellationToken);
            Lifetime!.StopApplication();
        };
    }

    private sealed class Service(Func<CancellationToken, Task> body) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => body(stoppingToken);
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
