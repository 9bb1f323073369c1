namespace OkRun.Async.Drills.Tests;

/// <summary>An actor throws, here and there. Log, page and exit name it and what it threw.</summary>
public class Failing
{
    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task An_actor_throws(string form)
    {
        await using var shop = await Shop.OpenAsync(form, Drills.Throws);

        shop.Go();
        var code = await shop.ExitAsync();

        shop.AssertSaidSo(shop.IsBare
            ? "queue failed after N s with InvalidOperationException: order 4711 is not JSON: 'o' is an invalid start of a value"
            : "fail: OkRun.Async.ActorGroup[5] Group shop is stopping: actor queue failed after N ms System.InvalidOperationException: order 4711 is not JSON");
        shop.AssertSaidSo(shop.IsBare
            ? "group failed after N s: 'queue' failed with InvalidOperationException: order 4711 is not JSON"
            : "fail: OkRun.Async.ActorGroup[12] Group shop failed after N ms: 'queue' failed with InvalidOperationException: order 4711 is not JSON");
        shop.AssertSaidSo(shop.IsBare
            ? "'queue' failed: System.InvalidOperationException: order 4711 is not JSON"
            : "Unhandled exception. System.InvalidOperationException: order 4711 is not JSON");
        shop.AssertSaidSo("at OkRun.Async.Drills.OrderQueue.Parse(String order) in OrderQueue.cs:line N");
        Assert.EndsWith("Failed by queue", Facts.Stop(shop.Page.Group), StringComparison.Ordinal);
        Assert.Equal(shop.IsBare ? 1 : 134, code);
    }

    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task An_HttpClient_gives_up_on_somebody_else(string form)
    {
        await using var shop = await Shop.OpenAsync(form, Drills.ForeignTimeout);

        shop.Go();
        var code = await shop.ExitAsync();

        shop.AssertSaidSo(shop.IsBare
            ? "group failed after N s: 'queue' failed with TaskCanceledException: The request was canceled due to the configured HttpClient.Timeout"
            : "fail: OkRun.Async.ActorGroup[12] Group shop failed after N ms: 'queue' failed with TaskCanceledException: The request was canceled due to the configured HttpClient.Timeout");
        Assert.EndsWith("Failed by queue", Facts.Stop(shop.Page.Group), StringComparison.Ordinal);
        Assert.Equal(shop.IsBare ? 1 : 134, code);
    }

    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task The_last_flush_fails(string form)
    {
        await using var shop = await Shop.OpenAsync(form, Drills.FlushFails);

        shop.Send(Posix.Terminate);
        var code = await shop.ExitAsync();

        shop.AssertSaidSo(shop.IsBare
            ? "group failed after N s: 'store' failed with IOException: No space left on device"
            : "fail: OkRun.Async.ActorGroup[12] Group shop failed after N ms: 'store' failed with IOException: No space left on device");
        Assert.Equal(shop.IsBare ? 1 : 134, code);
    }

    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task The_port_is_taken(string form)
    {
        await using var shop = Shop.Start(form, Drills.PortTaken);

        var code = await shop.ExitAsync();

        shop.AssertSaidSo(shop.IsBare
            ? "group failed after N s: 'web' failed with IOException: Failed to bind to address http://127.0.0.1:"
            : "info: OkRun.Async.ActorGroup[12] Group shop stopped after N ms: the host stops");
        shop.AssertSaidSo(shop.IsBare ? "'web' failed: System.IO.IOException: Failed to bind to address" : "Unhandled exception. System.IO.IOException: Failed to bind to address");
        Assert.Equal(shop.IsBare ? 1 : 134, code);
    }

    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task A_hook_throws(string form)
    {
        await using var shop = await Shop.OpenAsync(form, Drills.HookThrows);

        shop.Send(Posix.Terminate);
        var code = await shop.ExitAsync();

        shop.AssertSaidSo(shop.IsBare ? "queue interrupt failed with IOException: Broken pipe" : "fail: OkRun.Async.ActorGroup[14] Group shop: the interrupt hook or a token callback of actor queue failed System.IO.IOException: Broken pipe");
        shop.AssertSaidSo(shop.IsBare
            ? "group failed after N s: 'queue' failed with IOException: Broken pipe"
            : "fail: OkRun.Async.ActorGroup[12] Group shop failed after N ms: interrupting 'queue' failed with IOException: Broken pipe");
        Assert.Equal(shop.IsBare ? 1 : 134, code);
    }

    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task A_callback_of_a_token_throws(string form)
    {
        await using var shop = await Shop.OpenAsync(form, Drills.CallbackThrows);

        shop.Send(Posix.Terminate);
        var code = await shop.ExitAsync();

        shop.AssertSaidSo(shop.IsBare
            ? "queue a callback of its token failed with ObjectDisposedException: Cannot access a disposed object."
            : "fail: OkRun.Async.ActorGroup[14] Group shop: the interrupt hook or a token callback of actor queue failed System.ObjectDisposedException");
        Assert.Contains(shop.Log, line => line.Contains("Object name: 'SqlConnection'", StringComparison.Ordinal));
        Assert.Equal(shop.IsBare ? 1 : 134, code);
    }
}
