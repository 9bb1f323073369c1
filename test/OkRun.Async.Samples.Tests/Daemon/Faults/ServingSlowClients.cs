using Xunit.Abstractions;

namespace OkRun.Async.Samples.Tests.Daemon.Faults;

/// <summary>Clients that never end their requests delay neither the others nor, for long, the stop.</summary>
[Collection(nameof(UnderLoad))]
public class ServingSlowClients(ITestOutputHelper output)
{
    private const int Many = 64;

    /// <summary>How the lines of an error in the daemon's log begin.</summary>
    private const string Logged = "fail:";

    [Fact]
    public async Task A_thousand_slow_clients_delay_nobody_and_the_stop_ends_without_them()
    {
        using var folder = new Folder();
        var ledger = new Ledger(folder.Path);
        await using var daemon = DaemonProcess.Start(folder.Path);
        var address = await daemon.ReadyAsync();
        var clients = new Clients(Many);
        var running = clients.RunAsync(address);
        using var slow = await SlowClients.OpenAsync(address, 1_000);
        await clients.MoreAsync();
        slow.AssertConnected();

        daemon.Send(Posix.Terminate);

        Assert.Equal(0, await daemon.ExitAsync());
        Assert.InRange(daemon.SecondsToStop("web"), 0.9 * DaemonProcess.LimitInSeconds, 2 * DaemonProcess.LimitInSeconds);
        Assert.DoesNotContain(Logged, daemon.Output.ToString(), StringComparison.Ordinal);
        await running.OrHang();
        ledger.Add(clients);
        await ledger.AssertServedAgainAsync();
        output.WriteLine($"{ledger.Count} acknowledged; {daemon.Errors.Written[^1]}\n{daemon.Errors}");
    }

    [Fact]
    public async Task A_client_that_hangs_up_in_the_middle_is_not_logged_as_an_error()
    {
        using var folder = new Folder();
        await using var daemon = DaemonProcess.Start(folder.Path);
        using var slow = await SlowClients.OpenAsync(await daemon.ReadyAsync(), 10);

        slow.HangUp();
        daemon.Send(Posix.Terminate);

        Assert.Equal(0, await daemon.ExitAsync());
        Assert.DoesNotContain(Logged, daemon.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_SIGINT_kills_a_stop_that_waits_for_one_and_loses_nothing()
    {
        using var folder = new Folder();
        var ledger = new Ledger(folder.Path);
        await using var daemon = DaemonProcess.Start(folder.Path);
        var address = await daemon.ReadyAsync();
        using var slow = await SlowClients.OpenAsync(address, 1);
        var clients = new Clients(Many);
        var running = clients.RunAsync(address);
        await clients.MoreAsync();
        daemon.Send(Posix.Interrupt);
        await daemon.Errors.WithAsync("web         told to stop");

        daemon.Send(Posix.Interrupt);

        Assert.Equal(128 + Posix.Interrupt, await daemon.ExitAsync());
        Assert.DoesNotContain("web         ended", daemon.Errors.ToString(), StringComparison.Ordinal);
        await running.OrHang();
        ledger.Add(clients);
        await ledger.AssertServedAgainAsync();
        output.WriteLine($"{ledger.Count} acknowledged\n{daemon.Errors}");
    }
}
