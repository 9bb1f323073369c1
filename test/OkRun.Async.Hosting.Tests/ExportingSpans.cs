using System.Net;
using System.Net.Sockets;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace OkRun.Async.Hosting.Tests;

/// <summary>A collector on the loopback that takes what OpenTelemetry's own exporter sends.</summary>
[Collection(Telemetry.Alone)]
public class ExportingSpans
{
    [Fact]
    public async Task Spans_arrive_at_a_collector()
    {
        using var collector = new HttpListener();
        collector.Prefixes.Add($"http://127.0.0.1:{FreePort()}/");
        collector.Start();
        var received = ReceiveAsync(collector);
        using (Sdk.CreateTracerProviderBuilder().AddSource(ActorGroupTelemetry.SourceName).AddOtlpExporter(options =>
        {
            options.Protocol = OtlpExportProtocol.HttpProtobuf;
            options.Endpoint = new(collector.Prefixes.Single() + "v1/traces");
        }).Build())
        {
            await new ActorGroup(new() { Observer = new ActorGroupTelemetry("exported") }) { { "the exported actor", Work.Nothing } }.RunAsync().OrHang();
        }

        var (path, body) = await received.OrHang();

        Assert.Equal("/v1/traces", path);
        Assert.Contains("actor the exported actor", body, StringComparison.Ordinal);
        Assert.Contains("run exported", body, StringComparison.Ordinal);
    }

    private static async Task<(string? Path, string Body)> ReceiveAsync(HttpListener collector)
    {
        var context = await collector.GetContextAsync();
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        context.Response.Close();
        return (context.Request.Url?.AbsolutePath, Encoding.UTF8.GetString(body.ToArray()));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
