using OkRun.Async.AspNetCore.Tests;

namespace OkRun.Async.Samples.Tests.Daemon;

public class ShowingItsPage
{
    [Fact]
    public async Task Who_reads_the_page_does_not_hold_the_stop_up_and_hears_of_it()
    {
        using var folder = new Folder();
        await using var daemon = DaemonProcess.Start(folder.Path);
        using var http = new HttpClient { BaseAddress = await daemon.ReadyAsync(), Timeout = Deadline.Hung };
        http.DefaultRequestHeaders.Add("Accept", "text/event-stream");
        using var events = new StreamReader(await http.GetStreamAsync(new Uri("/actors", UriKind.Relative)));
        Assert.Contains("\"state\":\"Ready\"", await events.ReadLineAsync().OrHang(), StringComparison.Ordinal);

        daemon.Send(Posix.Terminate);

        Assert.Equal(0, await daemon.ExitAsync());
        Assert.InRange(daemon.SecondsToStop("web"), 0, DaemonProcess.LimitInSeconds / 2);
        Assert.Contains("\"stop\":{\"atMs\":", (await events.ReadToEndAsync().OrHang()).Split("data:")[^1], StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task A_browser_follows_the_daemon_to_its_end_and_finds_the_next_one()
    {
        using var folder = new Folder();
        await using var daemon = DaemonProcess.Start(folder.Path, "http://127.0.0.2:0"); // where nobody else takes the port before the next one
        var address = await daemon.ReadyAsync();
        await using var browser = await Browser.OpenAsync(new(address, "actors"));
        await browser.Until("document.querySelectorAll('.chart li.Ready rect.steady').length === 3");
        Assert.Equal("orders, web, cron", await browser.EvaluateAsync("[...document.querySelectorAll('.name')].map(name => name.textContent).join(', ')"));
        Assert.Empty(browser.Complaints);

        daemon.Send(Posix.Terminate);

        Assert.Equal(0, await daemon.ExitAsync());
        Assert.InRange(daemon.SecondsToStop("web"), 0, DaemonProcess.LimitInSeconds / 2);
        await browser.Until("document.querySelector('#live.off') && document.querySelector('.pill').textContent === 'gone (was stopping)'");
        Assert.StartsWith("Stop() was called at ", await browser.EvaluateAsync("document.querySelector('.headline').textContent"), StringComparison.Ordinal);
        Assert.Equal("3", await browser.EvaluateAsync("document.querySelectorAll('.chart li line.stop').length"));

        await using var next = DaemonProcess.Start(folder.Path, address.ToString());
        await next.ReadyAsync();
        await browser.Until("document.querySelector('#live.on') && document.querySelectorAll('#groups > section > .chart li.Ready rect.steady').length === 3");
        Assert.DoesNotContain(browser.Complaints, complaint => !complaint.Contains("ERR_CONNECTION_REFUSED", StringComparison.Ordinal)); // while nobody was there
    }
}
