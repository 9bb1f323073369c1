using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OkRun.Async;

// A group in a web host, that host in a group, and what operations people see of both, in a program that is compiled ahead of time and trimmed.
using var spans = new ActivityListener { ShouldListenTo = source => source.Name == ActorGroupTelemetry.SourceName, Sample = (ref _) => ActivitySamplingResult.AllData };
var told = new ConcurrentBag<string>();
spans.ActivityStopped = span => told.Add(span.DisplayName);
ActivitySource.AddActivityListener(spans);
using var meters = new MeterListener { InstrumentPublished = static (instrument, listener) => Listen(instrument, listener) };
meters.SetMeasurementEventCallback<double>((instrument, _, _, _) => told.Add(instrument.Name));
meters.Start();

var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddActorGroup("orders", (_, group) => group.Add("cron", Until)).AddHealthChecks().AddActorGroup("orders");
builder.Services.AddActorGroup("orders").AddActor<Worker>("worker", worker => worker.RunAsync, after: ["cron"]);
builder.Configuration["Orders:StopTimeout"] = "00:00:07";
builder.Services.Configure<ActorGroupServiceOptions>("orders", builder.Configuration.GetSection("Orders")); // bound by code that the compiler generates
var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapActorGroups("/actors");
var health = app.Services.GetRequiredService<HealthCheckService>();
using var client = new HttpClient();

using var service = new Service();
var group = new ActorGroup(new() { Observer = new ActorGroupTelemetry("outer").And(new ActorGroupTimeline("outer")) })
{
    app.AsActor("web"),
    service.AsActor(),
};
await using (var run = group.Start())
{
    await run.Ready;
    var page = new Uri(app.Urls.First() + "/actors");
    Require(app.Services.GetRequiredService<IOptionsMonitor<ActorGroupServiceOptions>>().Get("orders").StopTimeout == TimeSpan.FromSeconds(7));
    Require((await health.CheckHealthAsync()).Status == HealthStatus.Healthy);
    Require((await client.GetAsync(new Uri(page, "/healthz"))).StatusCode == HttpStatusCode.OK);
    Require((await client.GetStringAsync(page)).StartsWith("<!doctype html>", StringComparison.Ordinal));
    client.DefaultRequestHeaders.Add("Accept", "application/json");
    Require((await client.GetStringAsync(page)).Contains("""{"name":"cron","state":"Ready",""", StringComparison.Ordinal));
    run.Stop();
    await run.Completion;
}

Require(told.Order(StringComparer.Ordinal).Distinct().SequenceEqual(
    ["actor Service", "actor cron", "actor web", "actor worker", "okrun.actor.duration", "okrun.run.stop.duration", "run orders", "run outer"]));
Console.WriteLine($"Hosts, logs, telemetry, health and the page work, {(RuntimeFeature.IsDynamicCodeSupported ? "just in time" : "ahead of time")}.");

static void Listen(Instrument instrument, MeterListener listener)
{
    if (instrument.Meter.Name == ActorGroupTelemetry.SourceName)
    {
        listener.EnableMeasurementEvents(instrument);
    }
}

static async Task Until(CancellationToken token)
{
    var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    await using var registration = token.Register(stopped.SetResult);
    await stopped.Task;
}

static void Require(bool holds, [CallerArgumentExpression(nameof(holds))] string? what = null)
{
    if (!holds)
    {
        Console.WriteLine($"Does not hold: {what}");
        Environment.Exit(1);
    }
}

#pragma warning disable CA1812 // the container makes it
internal sealed class Worker(IHostEnvironment environment)
#pragma warning restore CA1812
{
    public Task RunAsync(CancellationToken stopped) => Task.Delay(Timeout.InfiniteTimeSpan, environment.EnvironmentName.Length > 0 ? stopped : new(canceled: true));
}

internal sealed class Service : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken);
}
