namespace OkRun.Async.AspNetCore.Tests;

/// <summary>An actor that has not returned its task blocks its thread, whatever its state says: a plain actor is ready meanwhile.</summary>
public class SeeingBlockedThreads
{
    private readonly Signal _release = new();
    private ActorGroupRun? _run;

    [BrowserFact]
    public async Task Its_row_says_so_and_so_does_the_sentence_about_a_stop()
    {
        await using var site = await Site.Of(group => group.Add("queue", Work.BlocksItsThread(_release)), use: app => _run = app.Services.GetService(typeof(ActorGroupRun)) as ActorGroupRun);
        await using var browser = await Browser.OpenAsync(site.Page);
        await browser.Until("document.querySelector('li.blocks .state')?.textContent.startsWith('has blocked its thread since its start (')");
        var orders = await site.OrdersAsync();

        _run!.Stop();
        await browser.Until("document.querySelector('.waits')?.textContent.startsWith(\"Waiting for 'queue' (told \")");
        var waits = await browser.EvaluateAsync("document.querySelector('.waits').textContent");
        _release.Happen();

        Assert.True(orders.Actor(0).GetProperty("blocksThread").GetBoolean());
        Assert.Contains("), which has blocked its thread since its start (", waits, StringComparison.Ordinal);
        Assert.Empty(browser.Complaints);
    }
}
