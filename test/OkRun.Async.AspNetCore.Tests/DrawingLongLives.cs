using System.Globalization;

namespace OkRun.Async.AspNetCore.Tests;

/// <summary>Times that no test can wait for are put into what the page has received.</summary>
public class DrawingLongLives
{
    private const string Opening = "parseFloat(document.querySelector('rect.opening').getAttribute('width'))";

    [BrowserTheory]
    [InlineData(385, 31_000, 2, 16)]
    [InlineData(385, 604_800_000, 2, 16)]
    [InlineData(10, 604_800_000, .1, 2)]
    [InlineData(20_000, 40_000, 49, 51)]
    public async Task A_short_start_is_a_small_part_of_a_long_life_and_can_be_seen(int readyMs, int nowMs, double least, double most)
    {
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold));
        await using var browser = await Browser.OpenAsync(site.Page);
        await browser.Until("document.querySelector('.chart li.Ready')");

        var width = await browser.EvaluateAsync(With($"startMs: 0, readyMs: {readyMs}", $"elapsedMs: {nowMs}", Opening));

        Assert.InRange(double.Parse(width, CultureInfo.InvariantCulture), least, most);
    }

    [BrowserFact]
    public async Task Time_that_is_drawn_short_is_marked_in_each_bar_and_on_the_axis()
    {
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold));
        await using var browser = await Browser.OpenAsync(site.Page);
        await browser.Until("document.querySelector('.chart li.Ready')");

        var day = await browser.EvaluateAsync(With("startMs: 0, readyMs: 385", "elapsedMs: 86400000", "document.querySelectorAll('.chart .fold').length"));
        var moment = await browser.EvaluateAsync(With("startMs: 0, readyMs: 385", "elapsedMs: 800", "document.querySelectorAll('.chart .fold').length"));

        Assert.Equal(("2", "0"), (day, moment));
    }

    private static string With(string actor, string group, string expression) =>
        $"(group => {{ Object.assign(group, {{ {group} }}, {{ received: performance.now() }}); Object.assign(group.actors[0], {{ {actor} }}); study(group); render(); return {expression}; }})(groups.get('orders'))";
}
