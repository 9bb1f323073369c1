using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OkRun.Async.Drills;

/// <summary>The shop in a web host, with its page, its health and its log beside it.</summary>
internal static class Hosted
{
    public static async Task RunAsync(Drill drill)
    {
        Console.SetOut(drill.Log ?? Console.Out);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(drill.Url());
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<HostOptions>(host => (host.ShutdownTimeout, host.ServicesStartConcurrently) = (4 * Drill.Heartbeat, drill.Is(Drills.NeverReady)));
        builder.Services.AddActorGroup("shop", (_, group) => AddActors(group, drill), options => (options.WarnAfter, options.StopTimeout) = (Drill.Heartbeat, drill.StopTimeout));
        builder.Services.AddHealthChecks().AddActorGroup("shop");
        await using var app = builder.Build();
        app.MapActorGroups("/", options => (options.Details, options.History) = (true, drill.History));
        app.MapHealthChecks("/healthz", new() { ResponseWriter = static (context, report) => context.Response.WriteAsync(Describe(report.Entries["shop"])) });
        app.Lifetime.ApplicationStarted.Register(() => Drill.Announce(app.Urls.First()));
        await app.RunAsync();
    }

    private static string Describe(HealthReportEntry entry) => $"{entry.Description} {string.Join("; ", entry.Data.Select(each => $"{each.Key}: {each.Value}"))}";

    private static void AddActors(ActorGroup group, Drill drill)
    {
        foreach (var actor in Shop.Actors(drill, ServeAsync))
        {
            group.Add(actor);
        }
    }

    /// <summary>The host has a server of its own.</summary>
    private static async Task ServeAsync(Action ready, CancellationToken cancellationToken)
    {
        ready();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }
}
