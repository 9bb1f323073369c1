using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OkRun.Async;

namespace OrderDesk;

/// <summary>The web server: Kestrel as an actor, ready when it listens, over when its last request is answered.</summary>
public sealed class WebServer(string urls, OrderMachine machine, ActorGroupTimeline timeline, TextWriter output)
{
    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ready);
        await using var app = Build();
        await app.StartAsync(cancellationToken);
        await output.WriteLineAsync($"Listening on {string.Join(", ", app.Urls)}");
        ready();
        await app.WaitForShutdownAsync(cancellationToken); // stops accepting, lets requests end, and does not throw
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(urls).ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = 16 * 1024;
            kestrel.Limits.MaxConcurrentConnections = 2_000; // each is a handle, and .NET aborts a process that has none left for a thread
        });
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton<IHostLifetime>(new NoLifetime());
        builder.Services.AddSingleton(timeline);

        // A client that sends its body a byte a minute must not hold the stop up for longer than this.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));

        // A failed start is thrown as well, and told by the observer of the group: once is enough.
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);

        var app = builder.Build();
        app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = Problems.StatusOf }).UseStatusCodePages();
        app.MapOrders(machine).MapHealth(timeline).MapActorGroups("/actors");
        return app;
    }
}
