using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace OkRun.Async.AspNetCore.Tests;

public class StayingLive
{
    private readonly Signal _restarted = new();
    private int _streams;

    [BrowserFact]
    public async Task A_page_whose_stream_is_refused_tries_again_says_so_and_is_live_when_that_works()
    {
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold), use: app => app.Use(RefuseStreamsAsync));
        await using var browser = await Browser.OpenAsync(site.Page);

        await browser.Until("document.querySelector('#live.off')?.textContent.match(/Trying again in (3|6|12|24|30) s/)");
        _restarted.Happen();
        await browser.Until("document.querySelector('#live.on')?.textContent === 'Live'");

        Assert.Equal("ready", await browser.EvaluateAsync("document.querySelector('.pill').textContent"));
        Assert.All(browser.Complaints, complaint => Assert.Contains("502", complaint, StringComparison.Ordinal));
    }

    /// <summary>A connection that is dead on one side only, after a laptop's sleep for instance, is no error to a browser.</summary>
    [BrowserFact]
    public async Task A_page_whose_stream_falls_silent_asks_for_a_new_one()
    {
        // The server's time stands still, so it has nothing to say after its first word.
        await using var site = await Site.Of(
            group => group.Add("cron", Work.UntilTold), use: app => app.Use(CountStreamsAsync), with: services => services.AddSingleton<TimeProvider>(new FakeTimeProvider()));
        await using var browser = await Browser.OpenAsync(site.Page);
        await browser.Until("document.querySelector('#live.on')?.textContent === 'Live'");
        await browser.EvaluateAsync("new MutationObserver(() => document.querySelector('#live.off') && (window.wasOff = $('live').textContent)).observe($('live'), { attributes: true })");

        await browser.EvaluateAsync("performance.now = (now => () => now() + 15000)(performance.now.bind(performance))");
        await browser.Until("window.wasOff");
        await browser.Until("document.querySelector('#live.on')?.textContent === 'Live'");

        Assert.Equal("Connection lost: this is what was last known. Trying again…", await browser.EvaluateAsync("window.wasOff"));
        Assert.True(_streams > 1);
        Assert.Empty(browser.Complaints);
    }

    private Task CountStreamsAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.Accept == "text/event-stream")
        {
            Interlocked.Increment(ref _streams);
        }

        return next(context);
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
