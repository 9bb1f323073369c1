using System.Net.ServerSentEvents;
using System.Text.Json;

namespace OkRun.Async.AspNetCore.Tests;

/// <summary>A reader of the stream that shows one group.</summary>
internal sealed class EventReader(HttpResponseMessage response, IAsyncEnumerator<SseItem<string>> events) : IAsyncDisposable
{
    public static async Task<EventReader> Of(Site site)
    {
        var response = await site.GetAsync("text/event-stream");
        return new(response, SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator());
    }

    /// <summary>The next message, whatever it is.</summary>
    public async Task<(string Type, string Data)> NextAsync()
    {
        Assert.True(await events.MoveNextAsync().AsTask().OrHang(), "The stream ended before that.");
        return (events.Current.EventType, events.Current.Data);
    }

    /// <summary>The next message about the group that is as wanted.</summary>
    public async Task<JsonElement> Until(Func<JsonElement, bool> wanted)
    {
        while (true)
        {
            var (type, data) = await NextAsync();
            if (type == "message" && JsonDocument.Parse(data).RootElement.GetProperty("groups") is var groups && groups.GetArrayLength() > 0 && wanted(groups[0]))
            {
                return groups[0];
            }
        }
    }

    /// <summary>The last message.</summary>
    public async Task<JsonElement> End()
    {
        var last = "{}";
        while (await events.MoveNextAsync().AsTask().OrHang())
        {
            last = events.Current.EventType == "message" ? events.Current.Data : last;
        }

        return JsonDocument.Parse(last).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        await events.DisposeAsync();
        response.Dispose();
    }
}
