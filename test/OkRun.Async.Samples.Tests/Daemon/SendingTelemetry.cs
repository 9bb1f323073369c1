using System.Net;
using System.Net.Sockets;
using OkRun.Async.Hosting.Tests;

namespace OkRun.Async.Samples.Tests.Daemon;

public class SendingTelemetry
{
    private static readonly string[] _actors = ["orders", "web", "cron"];

    [Fact]
    public async Task Traces_and_metrics_arrive_those_of_the_end_too()
    {
        using var collector = new Collector();
        using var folder = new Folder();
        await using var daemon = DaemonProcess.Start(folder.Path, variables: To(collector.Address));
        await daemon.ReadyAsync();

        daemon.Send(Posix.Terminate);

        Assert.Equal(0, await daemon.ExitAsync());
        var traces = collector.Received("/v1/traces");
        Assert.All(["order-desk", "run order desk", "okrun.actor.ready", "okrun.actor.stopping", .. _actors.Select(actor => $"actor {actor}")], Told(traces));
        Assert.All(["okrun.actor.duration", "okrun.run.stop.duration"], Told(collector.Received("/v1/metrics")));
    }

    [Fact]
    public async Task A_failure_arrives_before_the_process_is_gone()
    {
        using var collector = new Collector();
        using var folder = new Folder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using var daemon = DaemonProcess.Start(folder.Path, $"http://{other.LocalEndpoint}", To(collector.Address));

        var exit = await daemon.ExitAsync();

        Assert.Equal(1, exit);
        Assert.All(["run order desk", "System.IO.IOException", "Failed to bind to address"], Told(collector.Received("/v1/traces")));
    }

    [Fact]
    public async Task Nobody_has_to_be_there_to_take_them()
    {
        using var folder = new Folder();
        await using var daemon = DaemonProcess.Start(folder.Path, variables: To(new($"http://127.0.0.1:{Collector.FreePort()}/")));
        await daemon.ReadyAsync();

        daemon.Send(Posix.Terminate);

        Assert.Equal(0, await daemon.ExitAsync());
    }

    private static string[] To(Uri collector) => [$"OTEL_EXPORTER_OTLP_ENDPOINT={collector}", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"];

    private static Action<string> Told(string received) => text => Assert.Contains(text, received, StringComparison.Ordinal);
}
