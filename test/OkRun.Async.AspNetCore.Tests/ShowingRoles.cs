using System.Text.Json;
using OkRun.Async.DistributedLock.Tests;

namespace OkRun.Async.AspNetCore.Tests;

/// <summary>What actors report of themselves, such as whether they lead.</summary>
public class ShowingRoles
{
    private const string State = "document.querySelector('.chart li[tabindex] .state')?.textContent";
    private static readonly DateTimeOffset _since = new(2026, 11, 26, 20, 41, 9, TimeSpan.Zero);

    private readonly Signal _second = new();

    [BrowserFact]
    public async Task The_row_of_a_leader_only_actor_tells_its_role_as_it_changes()
    {
        var locks = new FakeService(new());
        var held = await locks.CreateLock("cron").AcquireAsync();
        var cron = new Actor("cron", Work.UntilTold).OnlyWhileHolding(locks.CreateLock("cron"), new() { BeginTerm = static (_, _) => new(7) });
        await using var site = await Site.Of(group => group.Add(cron));
        await using var browser = await Browser.OpenAsync(site.Page);
        await browser.Until($"{State}?.startsWith('waiting since ')");

        await held.DisposeAsync();
        await browser.Until($"{State}?.startsWith('leading · term 7 since ')");

        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task A_degraded_actor_is_named_with_its_reason_until_it_is_well_again()
    {
        await using var site = await Site.Of(group => group.Add(Reporting(scope => scope.Report(null, "<i>no answer</i>"), scope => scope.Report(null))));
        await using var browser = await Browser.OpenAsync(site.Page);
        await browser.Until("document.querySelector('.others li')?.textContent === `'cron' is degraded: <i>no answer</i>`");
        await browser.Until("document.querySelector('.chart li.degraded')");

        _second.Happen();
        await browser.Until("document.querySelector('.others').hidden && !document.querySelector('.chart li.degraded')");

        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task Data_have_what_is_reported_and_of_a_value_of_a_foreign_kind_its_type()
    {
        await using var site = await Site.Of(group => group.Add(Reporting(scope => scope.Report(
            new Dictionary<string, object> { ["role"] = "leading", ["term"] = 7L, ["since"] = _since, ["lag"] = TimeSpan.FromSeconds(2), ["foreign"] = new IOException() }, "slow"))));

        var actor = (await site.OrdersAsync(group => group.State() == "Ready")).Actor(0);

        var detail = actor.GetProperty("detail");
        Assert.Equal(("leading", 7, _since), (detail.GetProperty("role").GetString(), detail.GetProperty("term").GetInt32(), detail.GetProperty("since").GetDateTimeOffset()));
        Assert.Equal(("00:00:02", "System.IO.IOException"), (detail.GetProperty("lag").GetString(), detail.GetProperty("foreign").GetString()));
        Assert.Equal("slow", actor.GetProperty("degraded").GetString());
    }

    [Fact]
    public async Task A_reader_hears_of_a_new_report()
    {
        await using var site = await Site.Of(group => group.Add(Reporting(scope => scope.Report(Role("waiting")), scope => scope.Report(Role("leading")))));
        await using var events = await EventReader.Of(site);
        await events.Until(group => group.State() == "Ready" && RoleOf(group) == "waiting");

        _second.Happen();
        var news = await events.Until(group => RoleOf(group) == "leading");

        Assert.True(news.GetProperty("partial").GetBoolean());

        static Dictionary<string, object> Role(string role) => new() { ["role"] = role };
        static string? RoleOf(JsonElement group) => group.Actor(0).GetProperty("detail").GetProperty("role").GetString();
    }

    [Fact]
    public async Task An_actor_that_has_ended_has_no_role()
    {
        await using var site = await Site.Of(group => group.Add(Actor.Nesting("cron", static scope =>
        {
            scope.Report(new Dictionary<string, object> { ["role"] = "leading" }, "slow");
            return Task.CompletedTask;
        })));

        var actor = (await site.OrdersAsync(group => group.State() == "Stopped")).Actor(0);

        Assert.False(actor.TryGetProperty("detail", out _) || actor.TryGetProperty("degraded", out _));
    }

    /// <summary>Makes the second report when it is let.</summary>
    private Actor Reporting(Action<ActorScope> first, Action<ActorScope>? second = null) => Actor.Nesting("cron", async scope =>
    {
        first(scope);
        scope.Ready();
        if (second is not null)
        {
            await _second;
            second(scope);
        }

        await Work.UntilTold(scope.CancellationToken);
    });
}
