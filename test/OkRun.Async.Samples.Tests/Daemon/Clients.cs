using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using OrderDesk;

namespace OkRun.Async.Samples.Tests.Daemon;

/// <summary>Many clients who place orders and pay them, and remember what was acknowledged, until the daemon is gone.</summary>
internal sealed class Clients(int count)
{
    private readonly ConcurrentQueue<Order> _acknowledged = new();
    private volatile Goal _goal = new(int.MaxValue);

    /// <summary>Transitions the daemon has said yes to.</summary>
    public IReadOnlyCollection<Order> Acknowledged => _acknowledged;

    /// <summary>Ends when the daemon has said yes many times more, and all clients are in the middle of more.</summary>
    public Task MoreAsync()
    {
        var goal = _goal = new(_acknowledged.Count + (4 * count));
        return goal.Reached.Happened.OrHang();
    }

    public async Task RunAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = Deadline.Hung };
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(() => OrderAsync(http))));
    }

    private async Task OrderAsync(HttpClient http)
    {
        try
        {
            while (true)
            {
                // No two orders are of the same item: an order that was placed twice would be seen.
                using var request = JsonContent.Create(new OrderRequest($"{Guid.NewGuid()}"), OrderJson.Default.OrderRequest);
                var placed = await AskAsync(http, "/orders", request);
                await AskAsync(http, $"/orders/{placed!.Id}/pay", null);
            }
        }
        catch (HttpRequestException exception) when (exception.StatusCode is null or HttpStatusCode.ServiceUnavailable)
        {
            // The daemon is gone or about to: what it did not answer is not acknowledged.
        }
    }

    private async Task<Order?> AskAsync(HttpClient http, string path, HttpContent? body)
    {
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), body);
        if (answer.StatusCode == HttpStatusCode.Conflict)
        {
            return null; // too late to pay: it was cancelled
        }

        answer.EnsureSuccessStatusCode();
        var order = await answer.Content.ReadFromJsonAsync(OrderJson.Default.Order);
        _acknowledged.Enqueue(order!);
        var goal = _goal;
        if (_acknowledged.Count >= goal.Count)
        {
            goal.Reached.Happen();
        }

        return order;
    }

    private sealed record Goal(int Count)
    {
        public Signal Reached { get; } = new();
    }
}
