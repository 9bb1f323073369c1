using OkRun.Async;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace OrderDesk;

/// <summary>Traces and metrics of the actors, sent to where OpenTelemetry's own environment variables say.</summary>
internal static class Telemetry
{
    /// <summary>Starts to send. Null if no address is configured.</summary>
    /// <returns>The sender. Its disposal sends what is left, and gives up after about 10 s if a collector does not answer.</returns>
    public static IDisposable? Export() => string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"))
        ? null
        : OpenTelemetrySdk.Create(sdk => sdk
            .ConfigureResource(resource => resource.AddService("order-desk").AddEnvironmentVariableDetector()) // OTEL_SERVICE_NAME comes last, and wins
            .WithTracing(traces => traces.AddSource(ActorGroupTelemetry.SourceName))
            .WithMetrics(metrics => metrics.AddMeter(ActorGroupTelemetry.SourceName))
            .UseOtlpExporter());
}
