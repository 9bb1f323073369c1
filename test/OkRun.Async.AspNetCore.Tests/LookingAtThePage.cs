namespace OkRun.Async.AspNetCore.Tests;

public class LookingAtThePage
{
    private const string Markup = "<img src=x onerror=alert(1)>";
    private readonly Signal _release = new();

    [BrowserFact]
    public async Task Four_actors_are_ready_and_one_that_fails_is_seen_to_stop_them()
    {
        await using var site = await Site.Of(AddFour, details: true);
        await using var browser = await Browser.OpenAsync(site.Page);

        await browser.Until("document.querySelectorAll('.chart li.Ready rect.steady').length === 4");
        _release.Happen();
        await browser.Until("document.querySelector('.pill')?.textContent === 'failed'");

        Assert.StartsWith("'worker' failed at ", await browser.EvaluateAsync("document.querySelector('.headline').textContent"), StringComparison.Ordinal);
        Assert.Equal($"IOException: {Markup}", await browser.EvaluateAsync("document.querySelector('.headline .exception').textContent"));
        Assert.Equal("worker", await browser.EvaluateAsync("document.querySelector('li.first .name').textContent"));
        await browser.EvaluateAsync("document.querySelector('details').open = true");
        await browser.Until("document.querySelectorAll('tbody tr').length === 4");
        Assert.Equal("0", await browser.EvaluateAsync("document.querySelectorAll('img').length"));
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task Who_is_waited_for_is_named()
    {
        await using var site = await Site.Of(group =>
        {
            group.Add("stubborn", Work.IgnoresCancellation(_release));
            group.Add("brief", Work.Nothing);
        });
        await using var browser = await Browser.OpenAsync(site.Page);

        await browser.Until("document.querySelector('.waits')?.textContent.startsWith(`Waiting for 'stubborn' (told `)");
        _release.Happen();
        await browser.Until("document.querySelector('.pill').textContent === 'stopped'");

        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public async Task The_arrow_keys_go_from_actor_to_actor_and_say_what_is_known()
    {
        await using var site = await Site.Of(AddFour);
        await using var browser = await Browser.OpenAsync(site.Page);
        await browser.Until("document.querySelectorAll('.chart li.Ready').length === 4");

        await browser.EvaluateAsync("document.querySelector('li[tabindex=\"0\"]').focus()");
        await browser.PressAsync("ArrowDown");
        await browser.PressAsync("End");

        Assert.StartsWith("mail: ready, started at ", await browser.EvaluateAsync("document.querySelector('.detail').textContent"), StringComparison.Ordinal);
        Assert.Equal("1", await browser.EvaluateAsync("document.querySelectorAll('li[tabindex=\"0\"]').length"));
    }

    private void AddFour(ActorGroup group)
    {
        group.Add("store", Work.UntilTold);
        group.Add("worker", Work.Fails(new IOException(Markup), _release));
        group.Add("cron", Work.UntilTold);
        group.Add("mail", Work.UntilTold);
    }
}
