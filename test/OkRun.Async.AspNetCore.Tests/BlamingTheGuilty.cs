using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace OkRun.Async.AspNetCore.Tests;

/// <summary>Of those that a start or a stop waits for, those that hold it up come first, and those that wait for them second.</summary>
public class BlamingTheGuilty
{
    private readonly Signal _hanging = new();
    private readonly Signal _release = new();
    private readonly Signal _end = new();

    [Fact]
    public async Task A_hook_that_hangs_is_named_as_such_and_an_actor_that_is_not_told_yet_comes_after_it()
    {
        await using var site = await Site.Of(AddHookThatHangs);
        _end.Happen();
        await _hanging;

        var orders = await site.OrdersAsync(group => group.Actor(1).State() == "Ended" && group.GetProperty("waitingFor").GetArrayLength() == 1);
        _release.Happen();
        var over = await site.OrdersAsync(group => group.State() == "Stopped");

        Assert.Equal("queue", orders.GetProperty("waitingFor")[0].GetProperty("actor").GetString());
        Assert.Equal(["Hook"], orders.GetProperty("waitingFor")[0].GetProperty("running").EnumerateArray().Select(part => part.GetString()));
        Assert.Equal(["store"], orders.GetProperty("next").EnumerateArray().Select(wait => wait.GetProperty("actor").GetString()));
        Assert.Equal(0, over.GetProperty("waitingFor").GetArrayLength() + over.GetProperty("next").GetArrayLength());
    }

    [BrowserFact]
    public async Task The_page_says_so_and_how_long_ago_it_was_told()
    {
        await using var site = await Site.Of(AddHookThatHangs);
        await using var browser = await Browser.OpenAsync(site.Page);
        _end.Happen();
        await _hanging;

        await browser.Until("/^Waiting for the hook of 'queue' \\(told .* ago\\), then 'store'\\.$/.test(document.querySelector('.waits')?.textContent)");

        Assert.Equal("not told yet, waits for 'queue'", await browser.EvaluateAsync("document.querySelectorAll('.chart .state')[0].textContent"));
        Assert.Matches("^ended after .*; its hook runs, told .* ago$", await browser.EvaluateAsync("document.querySelectorAll('.chart .state')[1].textContent"));
        _release.Happen();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_an_actor_waits_is_told_with_details_once_it_is_late(bool details)
    {
        var clock = new FakeTimeProvider();
        var timeline = new ActorGroupTimeline("orders") { TimeProvider = clock };
        await using var run = new ActorGroup(new() { Observer = timeline }) { new Actor("store", async (_, token) => await Work.UntilTold(token)) }.Start();
        await using var site = await Site.StartAsync(services => services.AddSingleton(timeline), app => app.MapActorGroups("/actors", options => options.Details = details));

        var early = await site.OrdersAsync(group => group.Actor(0).State() == "Starting");
        clock.Advance(TimeSpan.FromSeconds(6));
        var late = await site.OrdersAsync();

        Assert.False(early.Actor(0).TryGetProperty("trace", out _));
        Assert.Equal(details, late.Actor(0).TryGetProperty("trace", out var trace) && trace.GetString()!.Contains("UntilTold", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task Where_an_actor_waits_stands_in_its_row()
    {
        const string Trace = "   awaits a socket\n   at OrderLog.FlushAsync() in OrderLog.cs:line 88";
        await using var site = await Site.Of(AddStoreThatIsNeverReady);
        await using var browser = await Browser.OpenAsync(site.Page);
        await browser.Until("document.querySelectorAll('.chart .state').length === 3");

        await browser.EvaluateAsync($"(group => {{ group.actors[0].trace = {System.Text.Json.JsonSerializer.Serialize(Trace)}; render(); }})(groups.get('orders'))");

        Assert.Equal(Trace, await browser.EvaluateAsync("document.querySelector('.chart .Starting .trace').textContent"));
        Assert.Equal("1", await browser.EvaluateAsync("document.querySelectorAll('.trace').length"));
    }

    [Fact]
    public async Task A_start_names_the_one_culprit_and_then_those_that_wait_for_it()
    {
        await using var site = await Site.Of(AddStoreThatIsNeverReady);

        var orders = await site.OrdersAsync(group => group.State() == "Starting" && group.GetProperty("waitingFor").GetArrayLength() == 1);

        Assert.Equal("store", orders.GetProperty("waitingFor")[0].GetProperty("actor").GetString());
        Assert.Equal(["queue", "web"], orders.GetProperty("next").EnumerateArray().Select(wait => wait.GetProperty("actor").GetString()));
    }

    [BrowserFact]
    public async Task The_page_makes_it_the_headline()
    {
        await using var site = await Site.Of(AddStoreThatIsNeverReady);
        await using var browser = await Browser.OpenAsync(site.Page);

        await browser.Until("/^Waiting for 'store' \\(starting for .*\\); 'queue' and 'web' wait for it$/.test(document.querySelector('.headline')?.textContent)");

        Assert.Equal("waits for 'store'", await browser.EvaluateAsync("document.querySelectorAll('.chart .state')[2].textContent"));
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task An_abandoned_actor_has_its_limit_and_the_moment_it_passed()
    {
        await using var site = await Site.Of(group =>
        {
            group.Add(new Actor("queue", Work.UntilTold) { Interrupt = Hook.Hangs(_hanging, _release), StopTimeout = TimeSpan.FromMilliseconds(20) });
            group.Add("signals", Work.Ends(_end));
        });
        _end.Happen();

        var queue = (await site.OrdersAsync(group => group.State() == "Failed")).Actor(0);
        _release.Happen();

        Assert.Equal(("Abandoned", 20), (queue.State(), queue.GetProperty("limitMs").GetInt64()));
        Assert.True(queue.GetProperty("abandonedMs").GetInt64() >= queue.GetProperty("toldMs").GetInt64() + 20);
        Assert.True(queue.GetProperty("endMs").GetInt64() <= queue.GetProperty("abandonedMs").GetInt64());
    }

    private void AddHookThatHangs(ActorGroup group)
    {
        var store = group.Add("store", Work.UntilTold);
        group.Add(new Actor("queue", Work.UntilTold) { After = [store], Interrupt = Hook.Hangs(_hanging, _release) });
        group.Add("signals", Work.Ends(_end));
    }

    private static void AddStoreThatIsNeverReady(ActorGroup group)
    {
        var store = group.Add(new Actor("store", (_, token) => Work.UntilTold(token)));
        group.Add(new Actor("queue", Work.UntilTold) { After = [store] });
        group.Add(new Actor("web", Work.UntilTold) { After = [store] });
    }
}
