using System.Net.ServerSentEvents;
using System.Text.Json;

namespace OkRun.Async.AspNetCore.Tests;

public class FollowingLive
{
    private readonly Signal _release = new();

    [Fact]
    public async Task A_change_is_sent()
    {
        await using var site = await Site.Of(group => group.Add(new Actor("store", async (ready, token) =>
        {
            await Task.WhenAny(_release.Happened, Work.UntilTold(token));
            ready();
            await Work.UntilTold(token);
        })));
        await using var events = await Events(site);

        var before = await events.Until(group => group.State() == "Starting");
        _release.Happen();
        var after = await events.Until(group => group.State() == "Ready");

        Assert.True(before.Actor(0).IsNull("readyMs"));
        Assert.False(after.Actor(0).IsNull("readyMs"));
    }

    [Fact]
    public async Task The_stop_is_followed_to_the_end()
    {
        await using var site = await Site.Of(group =>
        {
            group.Add("brief", Work.Ends(_release));
            group.Add("lasting", Work.UntilTold);
        });
        await using var events = await Events(site);

        _release.Happen();
        var last = await events.Until(group => group.State() == "Stopped");

        Assert.Equal("brief", last.GetProperty("stop").GetProperty("actor").GetString());
    }

    [Fact]
    public async Task A_reader_does_not_keep_the_server_from_stopping()
    {
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold));
        await using var events = await Events(site);
        await events.Until(_ => true);

        await site.StopAsync().OrHang();

        await events.End().OrHang();
    }

    private static async Task<EventReader> Events(Site site)
    {
        var response = await site.GetAsync("text/event-stream");
        return new(response, SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator());
    }

    private sealed class EventReader(HttpResponseMessage response, IAsyncEnumerator<SseItem<string>> events) : IAsyncDisposable
    {
        public async Task<JsonElement> Until(Func<JsonElement, bool> wanted)
        {
            while (await events.MoveNextAsync().AsTask().OrHang())
            {
                if (Site.Group(events.Current.Data) is var group && wanted(group))
                {
                    return group;
                }
            }

            throw new EndOfStreamException("The stream ended before that.");
        }

        public async Task End()
        {
            while (await events.MoveNextAsync().AsTask().OrHang())
            {
            }
        }

        public async ValueTask DisposeAsync()
        {
            await events.DisposeAsync();
            response.Dispose();
        }
    }
}
