using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace OkRun.Async.AspNetCore.Tests;

/// <summary>A name is no identity: two actors may have the same one.</summary>
public class TellingActorsApart
{
    private readonly Signal _end = new();

    [Fact]
    public async Task Each_has_an_id_and_a_name_of_its_own_and_is_referred_to_by_both()
    {
        await using var site = await Site.Of(group =>
        {
            group.Add("worker", Work.UntilTold);
            group.Add("worker (2)", Work.UntilTold);
            var third = group.Add("worker", Work.UntilTold);
            group.Add(new Actor("worker", Work.Fails(new IOException("the disk is full"), _end)) { After = [third] });
        });
        _end.Happen();

        var orders = await site.OrdersAsync(group => group.State() == "Failed");

        Assert.Equal([0, 1, 2, 3], Actors(orders).Select(actor => actor.GetProperty("id").GetInt32()));
        Assert.Equal(["worker", "worker (2)", "worker (3)", "worker (4)"], Actors(orders).Select(actor => actor.GetProperty("name").GetString()));
        Assert.Equal(("worker (3)", 2), (orders.Actor(3).GetProperty("after")[0].GetString(), orders.Actor(3).GetProperty("afterIds")[0].GetInt32()));
        Assert.Equal(("worker (4)", 3), (orders.GetProperty("stop").GetProperty("actor").GetString(), orders.GetProperty("stop").GetProperty("actorId").GetInt32()));
    }

    [BrowserFact]
    public async Task Of_two_with_one_name_that_fail_each_is_told_of_and_only_the_first_stopped_the_group()
    {
        await using var site = await Site.Of(
            group =>
            {
                group.Add("worker", Work.Fails(new IOException("disk full"), _end));
                group.Add("worker", Work.FailsWhenTold(new IOException("data lost")));
            },
            details: true);
        await using var browser = await Browser.OpenAsync(site.Page);

        _end.Happen();
        await browser.Until("document.querySelector('.pill')?.textContent === 'failed'");

        Assert.EndsWith("IOException: disk full", await browser.EvaluateAsync("document.querySelector('.headline').textContent"), StringComparison.Ordinal);
        Assert.Equal("'worker (2)' failed while stopping: IOException: data lost", await browser.EvaluateAsync("document.querySelector('.others').textContent"));
        Assert.Equal("worker", await browser.EvaluateAsync("[...document.querySelectorAll('li.first .name')].map(name => name.textContent).join()"));
    }

    [BrowserFact]
    public async Task The_actors_of_a_group_inside_of_another_are_shown_under_it()
    {
        var reader = new Actor("reader", Work.UntilTold);
        var ingest = new ActorGroup { reader, new Actor("parser", Work.UntilTold) { After = [reader] } };
        await using var site = await Site.Of(group =>
        {
            var store = group.Add("a/b", Work.UntilTold);
            group.Add(ingest.AsActor("ingest") with { After = [store] });
            group.Add("store", Work.UntilTold);
        });
        await using var browser = await Browser.OpenAsync(site.Page);
        await browser.Until("document.querySelectorAll('.chart .Ready').length === 5");

        var orders = await site.OrdersAsync();
        Assert.Equal(["a/b", "ingest", "ingest/reader", "ingest/parser", "store"], Actors(orders).Select(actor => actor.GetProperty("name").GetString()));
        Assert.Equal(orders.Actor(1).GetProperty("id").GetInt32(), orders.Actor(2).GetProperty("parentId").GetInt32());
        Assert.Equal(orders.Actor(2).GetProperty("id").GetInt32(), orders.Actor(3).GetProperty("afterIds")[0].GetInt32());
        Assert.True(orders.Actor(0).IsNull("parentId"));
        Assert.Equal("a/b, ingest, reader, parser, store", await browser.EvaluateAsync("[...document.querySelectorAll('.chart .name')].map(name => name.textContent).join(', ')"));
        Assert.True(bool.Parse(await browser.EvaluateAsync("(names => parseFloat(getComputedStyle(names[2]).paddingLeft) > parseFloat(getComputedStyle(names[1]).paddingLeft))(document.querySelectorAll('.chart .name'))")));
        Assert.Equal("All 3 actors are ready", await browser.EvaluateAsync("document.querySelector('.headline').textContent"));
    }

    [Fact]
    public async Task Of_a_group_inside_of_another_the_actor_that_hangs_is_blamed_and_not_the_group()
    {
        var timeline = new ActorGroupTimeline("orders");
        Actor ingest = new("ingest", Work.UntilTold), parser = new("ingest/parser", Work.UntilTold);
        foreach (var actor in (Actor[])[ingest, parser])
        {
            timeline.OnStarted(actor);
            timeline.OnReady(actor);
        }

        timeline.OnStopping(null, null);
        timeline.OnInterrupting(ingest, null);
        timeline.OnInterrupting(parser, null);
        await using var site = await Site.StartAsync(services => services.AddSingleton(timeline), app => app.MapActorGroups("/actors"));

        var orders = await site.OrdersAsync();

        Assert.Equal(["ingest/parser"], orders.GetProperty("waitingFor").EnumerateArray().Select(wait => wait.GetProperty("actor").GetString()));
    }

    private static JsonElement.ArrayEnumerator Actors(JsonElement group) => group.GetProperty("actors").EnumerateArray();
}
