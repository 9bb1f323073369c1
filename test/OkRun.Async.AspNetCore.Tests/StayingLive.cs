using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace OkRun.Async.AspNetCore.Tests;

public class StayingLive
{
    private readonly Signal _restarted = new();

    [BrowserFact]
    public async Task A_page_whose_stream_is_refused_tries_again_says_so_and_is_live_when_that_works()
    {
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold), use: app => app.Use(RefuseStreamsAsync));
        await using var browser = await Browser.OpenAsync(site.Page);

        await browser.Until("document.querySelector('#live.off')?.textContent.includes('Trying again in 3 s')");
        _restarted.Happen();
        await browser.Until("document.querySelector('#live.on')?.textContent === 'Live'");

        Assert.Equal("ready", await browser.EvaluateAsync("document.querySelector('.pill').textContent"));
        Assert.All(browser.Complaints, complaint => Assert.Contains("502", complaint, StringComparison.Ordinal));
    }

    /// <summary>What a proxy does while the server behind it restarts. A browser gives a stream up that is answered so.</summary>
    private Task RefuseStreamsAsync(HttpContext context, RequestDelegate next)
    {
        if (_restarted.HasHappened || context.Request.Headers.Accept != "text/event-stream")
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        return Task.CompletedTask;
    }
}
