using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

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
        await using var events = await EventReader.Of(site);

        var before = await events.Until(group => group.State() == "Starting");
        _release.Happen();
        var after = await events.Until(group => group.State() == "Ready");

        Assert.True(before.Actor(0).IsNull("readyMs"));
        Assert.True(after.GetProperty("partial").GetBoolean());
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
        await using var events = await EventReader.Of(site);

        _release.Happen();
        var last = await events.Until(group => group.State() == "Stopped");

        Assert.Equal("brief", last.GetProperty("stop").GetProperty("actor").GetString());
    }

    [Fact]
    public async Task Only_the_actors_that_have_changed_are_sent()
    {
        await using var site = await Site.Of(group =>
        {
            var store = group.Add(new Actor("store", (_, token) => Work.UntilTold(token)));
            group.Add("cron", Work.UntilTold);
            group.Add(new Actor("migration", Work.Ends(_release)) { OneShot = true });
            group.Add(new Actor("web", Work.UntilTold) { After = [store] });
        });
        await site.OrdersAsync(group => group.Actor(1).State() == "Ready" && group.Actor(2).State() == "Starting");
        await using var events = await EventReader.Of(site);
        var all = await events.Until(_ => true);
        Assert.Equal(4, all.GetProperty("actors").GetArrayLength());

        _release.Happen();
        var news = await events.Until(group => group.GetProperty("actors").EnumerateArray().Any(actor => actor.State() == "Ended"));

        var changed = Assert.Single(news.GetProperty("actors").EnumerateArray());
        Assert.Equal((2, "migration"), (changed.GetProperty("id").GetInt32(), changed.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Where_nothing_changes_only_a_sign_of_life_is_sent()
    {
        var clock = new FakeTimeProvider();
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold), with: services => services.AddSingleton<TimeProvider>(clock));
        await site.OrdersAsync(group => group.State() == "Ready");
        await using var events = await EventReader.Of(site);
        await events.Until(_ => true);

        var next = events.NextAsync();
        while (!next.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(("still", "{}"), await next);
    }

    [Fact]
    public async Task A_reader_does_not_keep_the_server_from_stopping()
    {
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold));
        await using var events = await EventReader.Of(site);
        await events.Until(_ => true);

        await site.StopAsync().OrHang();

        await events.End().OrHang();
    }
}
