using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OkRun.Async.Hosting.Tests;

/// <summary>Hosts that log into a list, if at all.</summary>
internal static class Hosts
{
    public static IHost With(Action<IServiceCollection> configure, LogEntries? log = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        if (log is not null)
        {
            builder.Services.AddSingleton<ILoggerProvider>(_ => new LogProvider(log));
        }

        configure(builder.Services);
        return builder.Build();
    }

    public static IHostApplicationLifetime Lifetime(this IHost host) => host.Services.GetRequiredService<IHostApplicationLifetime>();

    public static HostedActorGroup Group(this IHost host) => host.Services.GetRequiredService<HostedActorGroup>();

    public static async Task StoppingAsync(this IHost host)
    {
        var stopping = new Signal();
        using var registration = host.Lifetime().ApplicationStopping.Register(stopping.Happen);
        await stopping;
    }
}
