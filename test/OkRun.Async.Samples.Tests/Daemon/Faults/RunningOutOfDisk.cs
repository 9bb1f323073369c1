using System.Net;
using Xunit.Abstractions;

namespace OkRun.Async.Samples.Tests.Daemon.Faults;

/// <summary>The disk is full under load, and stays full for a while.</summary>
[Collection(nameof(UnderLoad))]
public class RunningOutOfDisk(ITestOutputHelper output)
{
    private const int Many = 64;

    [SmallDiskFact]
    public async Task A_full_disk_stops_the_daemon_which_has_all_that_was_acknowledged_and_goes_on_when_there_is_room()
    {
        using var disk = new SmallDisk(kibibytes: 256);
        var ledger = new Ledger(disk.Path);

        var full = await RunUntilItStopsAsync(disk, ledger);
        var stillFull = await RunUntilItStopsAsync(disk, ledger);
        disk.Grow(kibibytes: 512);
        var fullAgain = await RunUntilItStopsAsync(disk, ledger);

        Assert.True(full >= Many, $"{full} acknowledged");
        Assert.True(fullAgain >= Many, $"{fullAgain} acknowledged");
        await ledger.AssertServedAgainAsync();
        output.WriteLine($"{full} acknowledged, then {stillFull}, and with more room {fullAgain}");
    }

    /// <summary>How many transitions it has acknowledged.</summary>
    private async Task<int> RunUntilItStopsAsync(SmallDisk disk, Ledger ledger)
    {
        await using var daemon = DaemonProcess.Start(disk.Path);
        var address = await daemon.ReadyAsync();
        await ledger.AssertServedAsync(address);
        var clients = new Clients(Many);

        await clients.RunAsync(address).OrHang();

        Assert.Equal(1, await daemon.ExitAsync());
        Assert.Contains("stopping: 'orders' failed with IOException: No space left on device", daemon.Errors.ToString(), StringComparison.Ordinal);
        output.WriteLine($"{clients.Ended.Count(exception => exception.StatusCode is not null)} of {Many} refused\n{daemon.Errors}");
        Assert.Contains(clients.Ended, exception => exception.StatusCode == HttpStatusCode.ServiceUnavailable); // the others found nobody
        ledger.Add(clients);
        await ledger.AssertLoggedAsync();
        return clients.Acknowledged.Count;
    }
}
