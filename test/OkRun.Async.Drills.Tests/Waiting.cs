namespace OkRun.Async.Drills.Tests;

/// <summary>A start or a stop takes long, and is not silent.</summary>
public class Waiting
{
    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task An_actor_is_never_ready(string form)
    {
        await using var shop = Shop.Start(form, Drills.NeverReady);

        await shop.Says(shop.IsBare
            ? "group still starting: 'store' (starting for N s): OrderStore.OpenAsync in OrderStore.cs:line N; 'queue' and 'web' wait for it"
            : "warn: OkRun.Async.ActorGroup[15] Group shop is still starting after N ms: 'store' (starting for N s): OrderStore.OpenAsync in OrderStore.cs:line N; 'queue' and 'web' wait for it");
        if (!shop.IsBare)
        {
            await shop.OpenPageAsync();
            await shop.Page.UntilState("Starting");
            await shop.ShootAsync("during");
            Assert.Equal("store (Execute), then queue, web", Facts.Waits(shop.Page.Group));
            Assert.StartsWith("The actor group 'shop' is not ready: 'store' (starting for N s); 'queue' and 'web' wait for it.", Shop.Normal(await shop.Page.HealthAsync()), StringComparison.Ordinal);
        }

        shop.Send(Posix.Terminate);
        var code = await shop.ExitAsync();

        Assert.Equal(shop.IsBare ? 0 : 134, code);
    }

    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task The_store_is_told_late(string form)
    {
        await using var shop = await Shop.OpenAsync(form, Drills.ToldLate);

        shop.Send(Posix.Terminate);
        await shop.Says(shop.IsBare
            ? "group still stopping: waiting for 'queue' (told N s ago, no limit): OrderQueue.DrainAsync in OrderQueue.cs:line N; then 'store'"
            : "warn: OkRun.Async.ActorGroup[10] Group shop is still stopping after N ms: waiting for 'queue' (told N s ago, no limit): OrderQueue.DrainAsync in OrderQueue.cs:line N; then 'store'");
        shop.Go();
        var code = await shop.ExitAsync();

        shop.AssertSaid(shop.IsBare ? "group stopped after N s: SIGTERM" : "info: OkRun.Async.ActorGroup[12] Group shop stopped after N ms: the host stops");
        Assert.Equal(0, code);
    }

    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task A_second_signal_comes(string form)
    {
        await using var shop = await Shop.OpenAsync(form, Drills.Hangs);

        shop.Send(Posix.Terminate);
        await shop.Says(shop.IsBare ? "group still stopping: waiting for 'queue' (told N s ago, no limit): OrderQueue.ConfirmAsync" : "warn: OkRun.Async.ActorGroup[10]");
        shop.Send(Posix.Terminate);
        var code = await shop.ExitAsync();

        if (shop.IsBare)
        {
            shop.AssertSaid("SIGTERM again: the process ends; still running: 'queue' (told N s ago): OrderQueue.ConfirmAsync in OrderQueue.cs:line N; then 'store'");
        }

        Assert.Equal(shop.IsBare ? 128 + Posix.Terminate : 134, code); // a host's console lifetime swallows it
    }

    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task All_is_well(string form)
    {
        await using var shop = await Shop.OpenAsync(form, Drills.Healthy);
        await shop.ShootAsync("ready");

        shop.Send(Posix.Terminate);
        var code = await shop.ExitAsync();

        shop.AssertSaid(shop.IsBare ? "group stopped after N s: SIGTERM" : "info: OkRun.Async.ActorGroup[12] Group shop stopped after N ms: the host stops");
        Assert.Equal(0, code);
    }
}
