namespace OkRun.Async.Drills.Tests;

/// <summary>An actor holds a thread and does not let it go. That is said in so many words.</summary>
public class Blocking
{
    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task An_actor_blocks_its_thread_before_its_first_await(string form)
    {
        await using var shop = await Shop.OpenAsync(form, Drills.BlocksAtOnce);
        await shop.Page.Until(_ => (bool?)shop["queue"]["blocksThread"] == true);
        if (!shop.IsBare)
        {
            await shop.HealthSays("; queue: Ready, has blocked its thread since its start (N s);"); // after a second
        }

        await shop.ShootAsync("ready");

        shop.Send(Posix.Terminate);
        await shop.Says(shop.IsBare
            ? "group still stopping: waiting for 'queue' (told N s ago, no limit), which has blocked its thread since its start (N s): OrderQueue.RunAsync in OrderQueue.cs; then 'store'"
            : "warn: OkRun.Async.ActorGroup[10] Group shop is still stopping after N ms: waiting for 'queue' (told N s ago, no limit), which has blocked its thread since its start (N s): OrderQueue.RunAsync in OrderQueue.cs; then 'store'");
        await shop.ShootAsync("during");
        await shop.GiveUpAsync();

    }

    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task An_actor_blocks_a_thread_later(string form)
    {
        await using var shop = await Shop.OpenAsync(form, Drills.BlocksLater);

        shop.Send(Posix.Terminate);
        await shop.Says(shop.IsBare
            ? "group still stopping: waiting for 'queue' (told N s ago, no limit): OrderQueue.HandleAllAsync in OrderQueue.cs, which runs or blocks a thread; then 'store'"
            : "warn: OkRun.Async.ActorGroup[10] Group shop is still stopping after N ms: waiting for 'queue' (told N s ago, no limit): OrderQueue.HandleAllAsync in OrderQueue.cs, which runs or blocks a thread; then 'store'");
        await shop.GiveUpAsync();

    }
}
