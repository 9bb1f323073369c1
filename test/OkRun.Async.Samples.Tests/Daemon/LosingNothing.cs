using System.Net.Http.Json;
using OrderDesk;

namespace OkRun.Async.Samples.Tests.Daemon;

/// <summary>Acknowledged is acknowledged, however the daemon ends: ten times over one folder, with 64 clients at work.</summary>
public class LosingNothing
{
    private const int Rounds = 10;
    private const int Many = 64;

    [Fact]
    public Task SIGTERM_loses_and_doubles_nothing_and_exits_with_0() => RepeatAsync(Posix.Terminate, expectedExit: 0);

    [Fact]
    public Task Kill_9_loses_and_doubles_nothing() => RepeatAsync(Posix.Kill, expectedExit: 128 + Posix.Kill);

    private static async Task RepeatAsync(int signal, int expectedExit)
    {
        using var folder = new Folder();
        List<Order> acknowledged = [];
        for (var round = 0; round < Rounds; round++)
        {
            await using var daemon = DaemonProcess.Start(folder.Path);
            var address = await daemon.ReadyAsync();
            await AssertServedAsync(acknowledged, address);
            var clients = new Clients(Many);
            var running = clients.RunAsync(address);
            await clients.Busy;

            daemon.Send(signal);

            Assert.Equal(expectedExit, await daemon.ExitAsync());
            await running.OrHang();
            acknowledged.AddRange(clients.Acknowledged);
            AssertLogged(acknowledged, await folder.TransitionsAsync());
        }
    }

    /// <summary>Every acknowledged transition is in the log exactly once, and so is every other.</summary>
    private static void AssertLogged(List<Order> acknowledged, List<Order> log)
    {
        Assert.Equal(log.Count, log.Distinct().Count());
        Assert.Empty(acknowledged.Except(log));
        var placed = log.Where(order => order.State == OrderState.Placed).ToList();
        Assert.Equal(placed.Count, placed.DistinctBy(order => order.Item).Count());
    }

    /// <summary>What was acknowledged before is served again. An unpaid order may have been cancelled in between.</summary>
    private static async Task AssertServedAsync(List<Order> acknowledged, Uri address)
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = Deadline.Hung };
        var served = await http.GetFromJsonAsync(new Uri("/orders", UriKind.Relative), OrderJson.Default.IEnumerableOrder);
        var orders = served!.ToDictionary(order => order.Id);

        Assert.Empty(acknowledged.Where(order => order.State == OrderState.Paid).Except(orders.Values));
        Assert.All(acknowledged, order => Assert.Equal(order.Item, orders[order.Id].Item));
    }
}
