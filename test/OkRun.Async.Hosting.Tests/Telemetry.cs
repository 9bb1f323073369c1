using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace OkRun.Async.Hosting.Tests;

/// <summary>The source and the meter are the process's: nobody else may run meanwhile.</summary>
[CollectionDefinition(Telemetry.Alone, DisableParallelization = true)]
public sealed class TelemetryAlone;

/// <summary>Traces and metrics as OpenTelemetry's SDK sees them. Each test looks at a group of its own name.</summary>
internal sealed class Telemetry : IDisposable
{
    public const string Alone = "telemetry";

    private readonly List<Activity> _spans = [];
    private readonly List<MetricSnapshot> _metrics = [];
    private readonly TracerProvider _traces;
    private readonly MeterProvider _meters;

    public Telemetry()
    {
        _traces = Sdk.CreateTracerProviderBuilder().AddSource(ActorGroupTelemetry.SourceName).AddInMemoryExporter(_spans).Build();
        _meters = Sdk.CreateMeterProviderBuilder().AddMeter(ActorGroupTelemetry.SourceName).AddInMemoryExporter(_metrics).Build();
    }

    public string Group { get; } = $"group {Guid.NewGuid():N}";

    public Activity Span(string name)
    {
        _traces.ForceFlush();
        return Assert.Single(_spans, span => span.DisplayName == name && Equals(span.GetTagItem("okrun.group.name"), Group));
    }

    /// <summary>The unit and the points of a metric of the group, as it stands now.</summary>
    public (string Unit, IReadOnlyList<(Dictionary<string, object?> Tags, MetricPoint Point)> Points) Metric(string name)
    {
        _metrics.Clear();
        _meters.ForceFlush();
        var metric = Assert.Single(_metrics, metric => metric.Name == name);
        var points = metric.MetricPoints.Select(point => (Tags(point), point));
        return (metric.Unit, [.. points.Where(point => Equals(point.Item1["okrun.group.name"], Group))]);
    }

    public string States() => string.Join(", ", Metric("okrun.actors").Points
        .Where(each => each.Point.GetSumLong() > 0)
        .Select(each => $"{each.Point.GetSumLong()} {each.Tags["okrun.actor.state"]}"));

    public void Dispose()
    {
        _traces.Dispose();
        _meters.Dispose();
    }

    private static Dictionary<string, object?> Tags(MetricPoint point)
    {
        var tags = new Dictionary<string, object?>();
        foreach (var tag in point.Tags)
        {
            tags.Add(tag.Key, tag.Value);
        }

        return tags;
    }
}
