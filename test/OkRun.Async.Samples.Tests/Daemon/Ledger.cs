using System.Net.Http.Json;
using System.Text.Json;
using OrderDesk;

namespace OkRun.Async.Samples.Tests.Daemon;

/// <summary>Every transition that a daemon with this folder has said yes to, and whether it is still there.</summary>
internal sealed class Ledger(string data)
{
    private readonly List<Order> _acknowledged = [];

    public int Count => _acknowledged.Count;

    public void Add(Clients clients) => _acknowledged.AddRange(clients.Acknowledged);

    /// <summary>Every acknowledged transition is in the log exactly once, and so is every other.</summary>
    public async Task AssertLoggedAsync()
    {
        var log = await TransitionsAsync(Path.Combine(data, "orders.jsonl"));
        Assert.Equal(log.Count, log.Distinct().Count());
        Assert.Empty(_acknowledged.Except(log));
        var placed = log.Where(order => order.State == OrderState.Placed).ToList();
        Assert.Equal(placed.Count, placed.DistinctBy(order => order.Item).Count());
    }

    /// <summary>What was acknowledged before is served again. An unpaid order may have been cancelled in between.</summary>
    public async Task AssertServedAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = Deadline.Hung };
        var served = await http.GetFromJsonAsync(new Uri("/orders", UriKind.Relative), OrderJson.Default.IEnumerableOrder);
        var orders = served!.ToDictionary(order => order.Id);

        Assert.Empty(_acknowledged.Where(order => order.State == OrderState.Paid).Except(orders.Values));
        Assert.All(_acknowledged, order => Assert.Equal(order.Item, orders[order.Id].Item));
    }

    /// <summary>Another daemon with the folder serves what was acknowledged, and ends well.</summary>
    public async Task AssertServedAgainAsync()
    {
        await AssertLoggedAsync();
        await using var daemon = DaemonProcess.Start(data);
        await AssertServedAsync(await daemon.ReadyAsync());
        daemon.Send(Posix.Terminate);
        Assert.Equal(0, await daemon.ExitAsync());
    }

    /// <summary>The transitions in a log, in their order. What follows the last line's end was never whole.</summary>
    public static async Task<List<Order>> TransitionsAsync(string log)
    {
        var text = await File.ReadAllTextAsync(log);
        return [.. text[..(text.LastIndexOf('\n') + 1)]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize(line, OrderJson.Default.Order)!)];
    }
}
