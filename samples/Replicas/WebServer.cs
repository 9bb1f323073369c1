using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Replicas;

/// <summary>Tells over HTTP whether this replica is ready, whether it leads, and which partitions it holds.</summary>
internal sealed class WebServer(ReplicaOptions options, Func<bool> isReady, Leadership leadership, Partitions partitions)
{
    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        await using var app = Build();
        await app.StartAsync(cancellationToken);
        ready();
        await app.WaitForShutdownAsync(cancellationToken);
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(options.Urls.Split(';'));
        builder.Services.AddSingleton<IHostLifetime>(new NoLifetime());
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Logging.ClearProviders();

        var app = builder.Build();
        app.MapGet("/healthz", () => isReady() ? Results.Text("ready\n") : Results.Text("not ready\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        app.MapGet("/leader", () =>
        {
            var term = leadership.Term?.Number;
            return new LeaderAnswer(options.Id, term is not null, term);
        });
        app.MapGet("/partitions", () => new PartitionsAnswer(options.Id, partitions.Held));
        return app;
    }

    private sealed record LeaderAnswer(string Replica, bool Leader, long? Term);

    private sealed record PartitionsAnswer(string Replica, IReadOnlyList<string> Held);

    /// <summary>Takes the place of the host's console lifetime, which would take the signals that are the group's to take.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
