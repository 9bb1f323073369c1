using System.Net;
using System.Net.Sockets;

namespace OkRun.Async.Samples.Tests.Daemon;

public class StartingAndStopping
{
    private const string Tea = """{"id":1,"item":"tea","quantity":1,"state":"placed","placedAt":"2026-01-01T00:00:00+00:00"}""";
    private const string Paid = """{"id":1,"item":"tea","quantity":1,"state":"paid","placedAt":"2026-01-01T00:00:00+00:00"}""";

    [Theory]
    [InlineData(Posix.Interrupt)]
    [InlineData(Posix.Terminate)]
    public async Task A_signal_stops_the_server_first_and_the_machine_last(int signal)
    {
        using var folder = new Folder();
        await using var daemon = DaemonProcess.Start(folder.Path);
        await daemon.ReadyAsync();

        daemon.Send(signal);

        Assert.Equal(0, await daemon.ExitAsync());
        var lines = daemon.Errors.Written.ToList();
        var machineTold = lines.FindIndex(line => line.Contains("orders      told to stop", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith(signal == Posix.Interrupt ? "SIGINT: " : "SIGTERM: ", StringComparison.Ordinal));
        Assert.InRange(lines.FindIndex(line => line.Contains("web         ended", StringComparison.Ordinal)), 0, machineTold);
        Assert.InRange(lines.FindIndex(line => line.Contains("cron        ended", StringComparison.Ordinal)), 0, machineTold);
    }

    [Fact]
    public async Task A_taken_port_stops_everything_and_is_told()
    {
        using var folder = new Folder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using var daemon = DaemonProcess.Start(folder.Path, $"http://{other.LocalEndpoint}");

        var exit = await daemon.ExitAsync();

        Assert.Equal(1, exit);
        AssertTold(daemon, "stopping: 'web' failed with IOException: Failed to bind to address");
        AssertTold(daemon, "'web' failed: System.IO.IOException: Failed to bind to address");
        AssertTold(daemon, "   at OrderDesk.WebServer.RunAsync"); // the stack trace
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_stops_everything_and_is_told()
    {
        using var folder = new Folder();
        await File.WriteAllTextAsync(folder.Log, "");
        await using var daemon = DaemonProcess.Start(folder.Log);

        var exit = await daemon.ExitAsync();

        Assert.Equal(1, exit);
        AssertTold(daemon, $"stopping: 'orders' failed with IOException: Orders cannot be kept in '{folder.Log}'");
    }

    [Fact]
    public async Task A_second_daemon_does_not_write_into_the_same_folder()
    {
        using var folder = new Folder();
        await using var first = DaemonProcess.Start(folder.Path);
        await first.ReadyAsync();
        await using var second = DaemonProcess.Start(folder.Path);

        var exit = await second.ExitAsync();

        Assert.Equal(1, exit);
        AssertTold(second, "stopping: 'orders' failed with IOException");
    }

    [Fact]
    public async Task A_broken_line_in_the_middle_stops_the_start_with_its_number()
    {
        using var folder = new Folder();
        await File.WriteAllLinesAsync(folder.Log, [Tea, "broken", Paid]);
        await using var daemon = DaemonProcess.Start(folder.Path);

        var exit = await daemon.ExitAsync();

        Assert.Equal(1, exit);
        AssertTold(daemon, $"stopping: 'orders' failed with InvalidDataException: Line 2 of '{folder.Log}' is broken");
        Assert.Equal([Tea, "broken", Paid], await File.ReadAllLinesAsync(folder.Log));
    }

    [Theory]
    [InlineData("--data")]
    [InlineData("--date", "there")]
    public async Task A_command_line_that_means_nothing_gets_the_usage(params string[] arguments)
    {
        await using var daemon = new Child("Daemon", arguments);

        var exit = await daemon.ExitAsync();

        Assert.Equal(2, exit);
        AssertTold(daemon, "Usage: Daemon");
    }

    private static void AssertTold(Child daemon, string text) => Assert.Contains(text, daemon.Errors.ToString(), StringComparison.Ordinal);
}
