using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace OkRun.Async.Hosting.Tests;

[Collection(Telemetry.Alone)]
public class ExportingSpans
{
    [Fact]
    public async Task Spans_arrive_at_a_collector()
    {
        using var collector = new Collector();
        using (Sdk.CreateTracerProviderBuilder().AddSource(ActorGroupTelemetry.SourceName).AddOtlpExporter(options =>
        {
            options.Protocol = OtlpExportProtocol.HttpProtobuf;
            options.Endpoint = new(collector.Address, "v1/traces");
        }).Build())
        {
            await new ActorGroup(new() { Observer = new ActorGroupTelemetry("exported") }) { { "the exported actor", Work.Nothing } }.RunAsync().OrHang();
        }

        var traces = collector.Received("/v1/traces");

        Assert.Contains("actor the exported actor", traces, StringComparison.Ordinal);
        Assert.Contains("run exported", traces, StringComparison.Ordinal);
    }
}
