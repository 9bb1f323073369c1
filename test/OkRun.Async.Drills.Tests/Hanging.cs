namespace OkRun.Async.Drills.Tests;

/// <summary>An actor does not stop. Log, page and exit name it and no other, and the line of code where it waits.</summary>
public class Hanging
{
    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task An_actor_hangs_without_a_limit(string form)
    {
        await using var shop = await Shop.OpenAsync(form, Drills.Hangs);

        shop.Send(Posix.Terminate);
        await shop.Says(shop.IsBare
            ? "group still stopping: waiting for 'queue' (told N s ago, no limit): OrderQueue.ConfirmAsync in OrderQueue.cs:line N; then 'store'"
            : "warn: OkRun.Async.ActorGroup[10] Group shop is still stopping after N ms: waiting for 'queue' (told N s ago, no limit): OrderQueue.ConfirmAsync in OrderQueue.cs:line N; then 'store'");
        await shop.ShootAsync("during");
        if (shop.IsBare)
        {
            shop.Send(Posix.Quit);
            await shop.Says("at OkRun.Async.Drills.OrderQueue.HandleAllAsync(CancellationToken cancellationToken) in OrderQueue.cs:line N");
            await shop.KillAsync();
            shop.AssertSaid("SIGTERM: the group stops; the next signal ends the process");
            shop.AssertSaid("group stopping: SIGTERM; waiting for 'queue', 'web', 'cron', then 'store'");
            shop.AssertSaid("store ready, started N s ago, not told yet: 'queue' is not over");
            return;
        }

        Assert.Equal(134, await shop.ExitAsync());
        shop.AssertSaid("info: OkRun.Async.ActorGroup[6] Group shop is stopping: the host stops");
        shop.AssertSaid("fail: OkRun.Async.ActorGroup[13] Group shop did not stop within the host's time-out: 'queue' (told N s ago, at OrderQueue.ConfirmAsync in OrderQueue.cs:line N) still runs; 'store' waits for it");
        shop.AssertSaid("Unhandled exception. OkRun.Async.StopTimeoutException: The actor group 'shop' did not stop within the host's time-out: 'queue' (told N s ago, at OrderQueue.ConfirmAsync in OrderQueue.cs:line N) still runs; 'store' waits for it.");
    }

    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task An_actor_hangs_and_is_abandoned(string form)
    {
        await using var shop = await Shop.OpenAsync(form, Drills.HangsWithLimit);

        shop.Send(Posix.Terminate);
        var code = await shop.ExitAsync();

        shop.AssertSaidSo(shop.IsBare
            ? "queue did not stop within N s: abandoned at OrderQueue.ConfirmAsync in OrderQueue.cs:line N"
            : "fail: OkRun.Async.ActorGroup[11] Group shop: actor queue did not stop within N ms: abandoned; it (at OrderQueue.ConfirmAsync in OrderQueue.cs:line N) still runs");
        shop.AssertSaidSo(shop.IsBare ? "group failed after N s: 'queue' was abandoned" : "fail: OkRun.Async.ActorGroup[12] Group shop failed after N ms: 'queue' was abandoned");
        shop.AssertSaidSo(shop.IsBare
            ? "OkRun.Async.StopTimeoutException: 1 actor did not stop within 00:00:03: 'queue' (at OrderQueue.ConfirmAsync in OrderQueue.cs:line N)."
            : "Unhandled exception. OkRun.Async.StopTimeoutException: 1 actor did not stop within 00:00:03: 'queue' (at OrderQueue.ConfirmAsync in OrderQueue.cs:line N).");
        Assert.Equal(shop.IsBare ? 1 : 134, code);
    }
}
