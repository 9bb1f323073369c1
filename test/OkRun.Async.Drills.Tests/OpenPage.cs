using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace OkRun.Async.Drills.Tests;

/// <summary>The page of a shop as a browser that was open all the time knows it: what the stream said last.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly HttpClient _client = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly List<(Func<JsonObject, bool> IsMeant, TaskCompletionSource Seen)> _awaited = []; // and the lock
    private readonly Uri _address;
    private readonly Task _following;
    private JsonObject _group = [];

    public OpenPage(Uri address)
    {
        _address = address;
        _following = Task.Run(FollowAsync); // after that: it may run before the next statement does
    }

    /// <summary>What was last known of the group.</summary>
    public JsonObject Group
    {
        get
        {
            lock (_awaited)
            {
                return _group.DeepClone().AsObject();
            }
        }
    }

    /// <summary>Waits until the page shows it.</summary>
    public Task Until(Func<JsonObject, bool> isMeant)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_awaited)
        {
            _awaited.Add((isMeant, seen));
            Announce();
        }

        return seen.Task.OrHang();
    }

    public Task UntilState(string state) => Until(group => (string?)group["state"] == state);

    /// <summary>What a visitor who comes now gets as JSON, such as of an earlier run.</summary>
    public async Task<JsonObject> GetAsync(string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_address, query)) { Headers = { { "accept", "application/json" } } };
        using var response = await _client.SendAsync(request).OrHang();
        return JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["groups"]![0]!.AsObject();
    }

    /// <summary>What the health check says.</summary>
    public async Task<string> HealthAsync()
    {
        using var response = await _client.GetAsync(new Uri(_address, "healthz")).OrHang();
        return await response.Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _following;
    }

    private async Task FollowAsync()
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _address) { Headers = { { "accept", "text/event-stream" } } };
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await foreach (var message in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
            {
                if (message.EventType == "message" && JsonNode.Parse(message.Data)!["groups"] is JsonArray { Count: > 0 } groups)
                {
                    Take(groups[0]!.DeepClone().AsObject());
                }
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            // The server is gone, or the test is over: what was seen stays.
        }
    }

    private void Take(JsonObject group)
    {
        lock (_awaited)
        {
            if (group["partial"] is not null)
            {
                var changed = group["actors"]!.AsArray().ToDictionary(actor => (int)actor!["id"]!);
                group["actors"] = new JsonArray([.. _group["actors"]!.AsArray().Select(actor => changed.GetValueOrDefault((int)actor!["id"]!, actor)!.DeepClone())]);
            }

            _group = group;
            Announce();
        }
    }

    private void Announce()
    {
        foreach (var (_, seen) in _awaited.Where(each => each.IsMeant(_group)))
        {
            seen.TrySetResult();
        }
    }
}
