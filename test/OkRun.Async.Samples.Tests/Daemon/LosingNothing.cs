using Xunit.Abstractions;

namespace OkRun.Async.Samples.Tests.Daemon;

/// <summary>Acknowledged is acknowledged, however the daemon ends: ten times over one folder, with 64 clients at work.</summary>
[Collection(nameof(UnderLoad))]
public class LosingNothing(ITestOutputHelper output)
{
    private const int Rounds = 10;
    private const int Many = 64;

    [Fact]
    public Task SIGTERM_loses_and_doubles_nothing_and_exits_with_0() => RepeatAsync(Posix.Terminate, expectedExit: 0);

    [Fact]
    public Task Kill_9_loses_and_doubles_nothing() => RepeatAsync(Posix.Kill, expectedExit: 128 + Posix.Kill);

    private async Task RepeatAsync(int signal, int expectedExit)
    {
        using var folder = new Folder();
        var ledger = new Ledger(folder.Path);
        for (var round = 0; round < Rounds; round++)
        {
            await using var daemon = DaemonProcess.Start(folder.Path);
            var address = await daemon.ReadyAsync();
            await ledger.AssertServedAsync(address);
            var clients = new Clients(Many);
            var running = clients.RunAsync(address);
            await clients.MoreAsync();

            daemon.Send(signal);

            Assert.Equal(expectedExit, await daemon.ExitAsync());
            await running.OrHang();
            ledger.Add(clients);
            await ledger.AssertLoggedAsync();
        }

        await ledger.AssertServedAgainAsync();
        output.WriteLine($"{ledger.Count} acknowledged");
    }
}
