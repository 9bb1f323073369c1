using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace OkRun.Async.AspNetCore.Tests;

/// <summary>What a page shows last is what people find when they come.</summary>
public class HavingTheLastWord
{
    private readonly Signal _end = new();
    private readonly Signal _hanging = new();
    private readonly Signal _release = new();

    [Fact]
    public async Task A_hosted_group_that_fails_stops_its_host_and_the_last_message_says_what_failed()
    {
        await using var site = await Site.StartAsync(
            services => services.AddActorGroup("orders", (_, group) =>
            {
                group.Add("store", Work.UntilTold);
                group.Add("queue", Work.Fails(new IOException("the disk is full"), _end));
            }),
            app => app.MapActorGroups("/actors"));
        await using var events = await EventReader.Of(site);
        await events.Until(group => group.State() == "Ready");

        _end.Happen();
        var (last, group) = await LastAsync(events);

        Assert.True(last.GetProperty("isLast").GetBoolean());
        Assert.Equal(("Failed", "queue"), (group.State(), group.GetProperty("stop").GetProperty("actor").GetString()));
    }

    /// <summary>The run knows what stopped it before any observer does, and the observers are told one after the other.</summary>
    [Fact]
    public async Task A_group_is_not_called_starting_while_its_observers_have_yet_to_hear_that_it_stops()
    {
        var slow = Substitute.For<ActorGroupObserver>();
        slow.When(each => each.OnStopping(Arg.Any<Actor>(), Arg.Any<Exception>())).Do(_ =>
        {
            _hanging.Happen();
            _release.BlockThread();
        });
        var timeline = new ActorGroupTimeline("orders");
        var run = new ActorGroup(new() { Observer = slow.And(timeline) }) { { "store", Work.UntilTold }, { "queue", Work.Fails(new IOException("the disk is full"), _end) } }.Start();
        await run.Ready.OrHang();
        await using var site = await Site.StartAsync(services => services.AddSingleton(timeline), app => app.MapActorGroups("/actors"));

        _end.Happen();
        await _hanging;
        var orders = await site.OrdersAsync();
        _release.Happen();
        await run.Completion.EndOrHang();

        Assert.Equal("Stopping", orders.State());
        Assert.Equal(("queue", "Failed"), (orders.GetProperty("stop").GetProperty("actor").GetString(), orders.GetProperty("stop").GetProperty("reason").GetString()));
    }

    [BrowserFact]
    public async Task A_page_that_has_lost_its_server_looks_lost_and_says_since_when()
    {
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold));
        await using var browser = await Browser.OpenAsync(site.Page);
        await browser.Until("document.querySelector('.pill')?.textContent === 'ready'");

        await site.StopAsync().OrHang();
        await browser.Until("document.querySelector('section.gone')");

        Assert.Equal("gone (was ready)", await browser.EvaluateAsync("document.querySelector('.pill').textContent"));
        Assert.Matches("^The server stopped at .* ago\\)\\. What followed is in its log\\.$", await browser.EvaluateAsync("document.querySelector('.lost').textContent"));
        Assert.Equal("Its actor was ready", await browser.EvaluateAsync("document.querySelector('.headline').textContent"));
        Assert.StartsWith("was ready for ", await browser.EvaluateAsync("document.querySelector('.chart .state').textContent"), StringComparison.Ordinal);
        Assert.Contains("had run for", await browser.EvaluateAsync("document.querySelector('.facts').textContent"), StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_server_that_is_killed_says_nothing_and_its_page_says_that()
    {
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold), use: app => app.Use(AbortAsync));
        await using var browser = await Browser.OpenAsync(site.Page);

        await browser.Until("document.querySelector('.pill')?.textContent === 'ready'");
        _end.Happen();
        await browser.Until("/^No answer since .* ago\\)\\. This is what was last known\\.$/.test(document.querySelector('section.gone .lost')?.textContent)");

        Assert.Equal("gone (was ready)", await browser.EvaluateAsync("document.querySelector('.pill').textContent"));
    }

    [BrowserFact]
    public async Task A_page_that_was_open_keeps_the_run_before_this_one()
    {
        var timeline = new ActorGroupTimeline("orders");
        var group = new ActorGroup(new() { Observer = timeline }) { { "queue", Work.Fails(new IOException("the disk is full"), _end) } };
        var first = group.Start();
        await using var site = await Site.StartAsync(services => services.AddSingleton(timeline), app => app.MapActorGroups("/actors"));
        await using var browser = await Browser.OpenAsync(site.Page);
        _end.Happen();
        await first.Completion.EndOrHang();
        await browser.Until("document.querySelector('.pill')?.textContent === 'failed'");

        await using var second = new ActorGroup(new() { Observer = timeline }) { { "queue", Work.UntilTold } }.Start();
        await browser.Until("document.querySelector('section > .head .pill').textContent === 'ready'");

        Assert.StartsWith("Previous run: failed, 'queue' failed at ", await browser.EvaluateAsync("document.querySelector('.previous summary').textContent"), StringComparison.Ordinal);
        Assert.Equal("failed", await browser.EvaluateAsync("document.querySelector('.previous section .pill').textContent"));
        Assert.Empty(browser.Complaints);
    }

    private static async Task<(JsonElement Last, JsonElement Group)> LastAsync(EventReader events)
    {
        JsonElement group = default;
        while (true)
        {
            var (type, data) = await events.NextAsync();
            var message = JsonDocument.Parse(data).RootElement;
            if (type != "message")
            {
                continue;
            }

            group = message.GetProperty("groups").GetArrayLength() > 0 ? message.GetProperty("groups")[0] : group;
            if (message.TryGetProperty("isLast", out _))
            {
                return (message, group);
            }
        }
    }

    /// <summary>Breaks each connection off once the end has come.</summary>
    private async Task AbortAsync(HttpContext context, RequestDelegate next)
    {
        if (_end.HasHappened)
        {
            context.Abort();
            return;
        }

        _ = AbortLaterAsync(context);
        await next(context);
    }

    private async Task AbortLaterAsync(HttpContext context)
    {
        await Task.WhenAny(_end.Happened);
        context.Abort();
    }
}
