using Xunit.Abstractions;

namespace OkRun.Async.Samples.Tests.Daemon.Faults;

/// <summary>A log that was moved or deleted can still be written to, and would take what it is told with it.</summary>
[Collection(nameof(UnderLoad))]
public class LosingItsFolder(ITestOutputHelper output)
{
    private const int Many = 64;

    [Fact]
    public async Task A_folder_that_is_moved_away_stops_the_daemon_and_has_all_that_was_acknowledged()
    {
        using var folder = new Folder();
        var (data, elsewhere) = (Path.Combine(folder.Path, "data"), Path.Combine(folder.Path, "elsewhere"));
        var clients = new Clients(Many);

        var errors = await RunAsync(data, clients, () => Directory.Move(data, elsewhere));

        Assert.Contains("stopping: 'orders' failed with IOException", errors, StringComparison.Ordinal);
        var ledger = new Ledger(elsewhere);
        ledger.Add(clients);
        await ledger.AssertServedAgainAsync();
        output.WriteLine($"{ledger.Count} acknowledged\n{errors}");
    }

    [Fact]
    public async Task A_folder_that_is_deleted_stops_the_daemon_before_it_says_yes_again()
    {
        using var folder = new Folder();
        var data = Path.Combine(folder.Path, "data");
        var clients = new Clients(Many);
        var before = 0;

        var errors = await RunAsync(data, clients, () =>
        {
            Directory.Delete(data, recursive: true);
            before = clients.Acknowledged.Count;
        });

        Assert.Contains("stopping: 'orders' failed with IOException", errors, StringComparison.Ordinal);
        output.WriteLine($"{before} acknowledged before, {clients.Acknowledged.Count - before} told after\n{errors}");
        Assert.InRange(clients.Acknowledged.Count - before, 0, Many); // those whose answers were already on their way
    }

    private static async Task<string> RunAsync(string data, Clients clients, Action vanish)
    {
        await using var daemon = DaemonProcess.Start(data);
        var running = clients.RunAsync(await daemon.ReadyAsync());
        await clients.MoreAsync();

        vanish();

        Assert.Equal(1, await daemon.ExitAsync());
        await running.OrHang();
        return daemon.Errors.ToString();
    }
}
