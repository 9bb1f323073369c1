namespace Monitoring;

/// <summary>All that is served over HTTP.</summary>
internal static class WebSite
{
    public static WebApplication Build(string urls, Store store, ConfigFile config, Scraper scraper, ActorGroupTimeline timeline)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(urls);
        builder.Services.AddSingleton<IHostLifetime>(new NoLifetime());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None); // a failed start is told by the group
        var app = builder.Build();
        foreach (var state in (string[])["healthy", "ready"]) { app.MapGet($"/-/{state}", () => $"Monitor is {state}.\n"); }
        app.MapPost("/-/reload", async () => await config.AskAsync() is { } reason ? Results.Text(reason, statusCode: StatusCodes.Status500InternalServerError) : Results.Ok());
        app.MapGet("/api/v1/targets", () => Results.Json(new { Status = "success", Data = new { ActiveTargets = scraper.Loops.Select(loop => Show(loop.Target.Value, loop.Health)) } }));
        app.MapGet("/metrics", () => Results.Text(Metrics(store, config, timeline.Run!.Actors), "text/plain; version=0.0.4", Encoding.UTF8));
        app.MapQueries(store);
        app.MapGet("/graph", (string? query, string? minutes) => GraphPage.Show(store, query ?? "", minutes ?? "5"));
        return app;
    }

    private static TargetView Show(Target target, (string? Error, DateTimeOffset At, TimeSpan Took)? health) => new(
        target.Labels.Values, target.Job.JobName, target.Url, health is null ? "unknown" : health.Value.Error is null ? "up" : "down",
        health?.Error ?? "", health?.At ?? default, health?.Took.TotalSeconds ?? 0);

    private sealed record TargetView(IReadOnlyDictionary<string, string> Labels, string? ScrapePool, string ScrapeUrl, string Health, string LastError, DateTimeOffset LastScrape, double LastScrapeDuration);

    private static string Metrics(Store store, ConfigFile config, IReadOnlyList<ActorStatus> actors) => $"""
        # TYPE monitor_config_last_reload_successful gauge
        monitor_config_last_reload_successful {(config.IsLastLoadGood ? 1 : 0)}
        # TYPE monitor_scrapes_total counter
        monitor_scrapes_total {store.Scrapes}
        # TYPE monitor_samples_total counter
        monitor_samples_total {store.Samples}
        # TYPE monitor_actors gauge
        {string.Join('\n', Enum.GetValues<ActorState>().Select(state => $"monitor_actors{{state=\"{state}\"}} {actors.Count(actor => actor.State == state)}"))}

        """;

    /// <summary>In the place of the host's console lifetime, which would take the signals that are the group's to take.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
