using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using OrderDesk;

namespace OkRun.Async.Samples.Tests.Daemon;

/// <summary>Many clients who place orders and pay them, and remember what was acknowledged, until the daemon is gone.</summary>
internal sealed class Clients(int count)
{
    private readonly ConcurrentQueue<Order> _acknowledged = new();
    private readonly ConcurrentQueue<HttpRequestException> _ended = new();
    private readonly Signal _oneHasEnded = new();
    private volatile Goal _goal = new(count);

    /// <summary>Transitions the daemon has said yes to.</summary>
    public IReadOnlyCollection<Order> Acknowledged => _acknowledged;

    /// <summary>Why clients have ended, one for each that has.</summary>
    public IReadOnlyCollection<HttpRequestException> Ended => _ended;

    /// <summary>Ends when the daemon has said yes to each client, some times more. As no client has ended, all are in the middle of more.</summary>
    public async Task MoreAsync()
    {
        var goal = _goal = new(count);
        await Task.WhenAny(goal.Reached.Happened, _oneHasEnded.Happened).OrHang();
        Assert.Empty(_ended);
    }

    public async Task RunAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address, Timeout = Deadline.Hung };
        await Task.WhenAll(Enumerable.Range(0, count).Select(client => Task.Run(() => OrderAsync(http, client))));
    }

    private async Task OrderAsync(HttpClient http, int client)
    {
        try
        {
            while (true)
            {
                // No two orders are of the same item: an order that was placed twice would be seen.
                using var request = JsonContent.Create(new OrderRequest($"{Guid.NewGuid()}"), OrderJson.Default.OrderRequest);
                var placed = await AskAsync(http, client, "/orders", request);
                await AskAsync(http, client, $"/orders/{placed!.Id}/pay", null);
            }
        }
        catch (HttpRequestException exception) when (exception.StatusCode is null or HttpStatusCode.ServiceUnavailable)
        {
            // The daemon is gone or about to: what it did not answer is not acknowledged.
            _ended.Enqueue(exception);
            _oneHasEnded.Happen();
        }
    }

    private async Task<Order?> AskAsync(HttpClient http, int client, string path, HttpContent? body)
    {
        using var answer = await PostAsync(http, path, body);
        if (answer.StatusCode == HttpStatusCode.Conflict)
        {
            return null; // too late to pay: it was cancelled
        }

        answer.EnsureSuccessStatusCode();
        var order = await answer.Content.ReadFromJsonAsync(OrderJson.Default.Order);
        _acknowledged.Enqueue(order!);
        _goal.Count(client);
        return order;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string path, HttpContent? body)
    {
        try
        {
            return await http.PostAsync(new Uri(path, UriKind.Relative), body);
        }
        catch (SocketException exception)
        {
            throw new HttpRequestException(exception.Message, exception); // .NET 10 lets it through where a connection breaks as soon as it is made
        }
    }

    /// <summary>The daemon has said yes to each client so many times.</summary>
    private sealed class Goal(int clients)
    {
        private const int Times = 4;
        private readonly int[] _counts = new int[clients];
        private int _left = clients;

        public Signal Reached { get; } = new();

        public void Count(int client)
        {
            if (++_counts[client] == Times && Interlocked.Decrement(ref _left) == 0)
            {
                Reached.Happen();
            }
        }
    }
}
