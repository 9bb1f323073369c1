using System.Globalization;

namespace OkRun.Async.AspNetCore.Tests;

/// <summary>What the page does for each actor does not grow with their number, and what it draws can be read.</summary>
public class DrawingMany
{
    /// <summary>In a chain each actor is held by the next one while the group stops. Looks at states and times are counted: a clock would tell of the machine.</summary>
    [BrowserFact]
    public async Task A_render_looks_at_each_actor_as_often_in_a_chain_of_4000_as_in_one_of_1000()
    {
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold));
        await using var browser = await Browser.OpenAsync(site.Page);
        await browser.Until("document.querySelector('.chart li.Ready')");

        var small = await LooksAsync(browser, 1000);
        var large = await LooksAsync(browser, 4000);

        Assert.InRange(small, 1, 200);
        Assert.InRange(large, 0, small * 1.2);
    }

    [BrowserFact]
    public async Task The_axis_has_round_times_and_the_time_of_day()
    {
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold));
        await using var browser = await Browser.OpenAsync(site.Page);
        await browser.Until("document.querySelector('.chart li.Ready')");

        var texts = await browser.EvaluateAsync(
            "(group => { Object.assign(group, { elapsedMs: 6400, stoppedMs: 6400 }); Object.assign(group.actors[0], { startMs: 0, readyMs: 3000, toldMs: 4000, endMs: 5000 }); study(group); render(); return [...document.querySelectorAll('.axis text')].map(text => text.textContent).join('|'); })(groups.get('orders'))");

        var times = texts.Split('|');
        Assert.Equal("0", times[0]);
        Assert.Contains("5 s", times);
        Assert.Contains(times, time => time.Contains(':', StringComparison.Ordinal));
        Assert.All(times.Where(time => time.EndsWith(" s", StringComparison.Ordinal)), time => Assert.DoesNotContain('.', time));
    }

    /// <summary>Of WCAG 2: 4.5 for text, for each state and in both schemes.</summary>
    [BrowserTheory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Pills_and_states_can_be_read(string scheme)
    {
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold));
        await using var browser = await Browser.OpenAsync(site.Page);
        await browser.Until("document.querySelector('.chart li.Ready')");
        await browser.PreferAsync(scheme);

        var contrasts = await browser.EvaluateAsync(Contrasts);

        Assert.All(contrasts.Split('|'), each => Assert.True(double.Parse(each.Split('=')[1], CultureInfo.InvariantCulture) >= 4.5, each));
    }

    private static async Task<double> LooksAsync(Browser browser, int count) => double.Parse(
        await browser.EvaluateAsync($$"""
            (() => {
              let looks = 0;
              const group = { ...groups.get("orders"), name: "chain{{count}}", state: "Stopping", stop: { atMs: 10, actor: null, actorId: null, reason: "Asked", exception: null }, elapsedMs: 20, received: performance.now() };
              group.actors = Array.from({ length: {{count}} }, (_, id) => {
                const actor = { ...group.actors[0], id, name: `a${id}`, after: id ? [`a${id - 1}`] : [], afterIds: id ? [id - 1] : [], toldMs: null };
                for (const key of ["state", "afterIds", "toldMs"]) { let value = actor[key]; Object.defineProperty(actor, key, { get: () => (looks++, value), set: next => value = next }); }
                actor.state = "Ready";
                return actor;
              });
              study(group);
              const parts = build(group);
              document.body.append(parts.box);
              for (const row of parts.rows) parts.visible.add(row);
              show(parts, group, 30);
              parts.box.remove();
              return looks / {{count}};
            })()
            """),
        CultureInfo.InvariantCulture);

    private const string Contrasts = """
        (() => {
          const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
          const over = (color, ground) => { canvas.fillStyle = ground; canvas.fillRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return canvas.getImageData(0, 0, 1, 1).data; };
          const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
          const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + .05) / (y + .05); };
          const card = getComputedStyle(document.querySelector("section")).backgroundColor, found = [];
          const pill = document.querySelector(".pill"), row = document.querySelector(".chart li:not(.axis-row)"), state = row.querySelector(".state");
          for (const kind of ["Starting", "Ready", "Stopping", "Failed", "Lost", "Ended", "Stopped", "NotStarted", "Abandoned", "gone"]) {
            pill.className = `pill ${kind}`;
            found.push(`pill ${kind}=${contrast(over(getComputedStyle(pill).color, card), over(getComputedStyle(pill).backgroundColor, card))}`);
          }
          for (const kind of ["Starting", "Ready", "Ready untold", "Stopping", "Failed bad first", "Failed bad", "Abandoned bad first", "Ended", "Waiting", "NotStarted"]) {
            row.className = kind;
            const ground = over(getComputedStyle(row).backgroundColor, card);
            found.push(`state ${kind}=${contrast(over(getComputedStyle(state).color, `rgb(${[...ground].slice(0, 3)})`), ground)}`);
          }
          return found.join("|");
        })()
        """;
}
