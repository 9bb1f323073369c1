namespace OkRun.Async.Drills.Tests;

/// <summary>An actor swallows its cancellation, or its hook hangs. Log, page and exit name it and no other, and the line of code where it waits.</summary>
public class NotListening
{
    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task A_hook_hangs(string form)
    {
        await using var shop = await Shop.OpenAsync(form, Drills.HookHangs);

        shop.Send(Posix.Terminate);
        await shop.Says(shop.IsBare
            ? "group still stopping: waiting for the hook of 'queue' (told N s ago, no limit): OrderQueue.ConfirmAsync in OrderQueue.cs:line N; then 'store'"
            : "warn: OkRun.Async.ActorGroup[10] Group shop is still stopping after N ms: waiting for the hook of 'queue' (told N s ago, no limit): OrderQueue.ConfirmAsync in OrderQueue.cs:line N; then 'store'");
        await shop.ShootAsync("during");
        await shop.GiveUpAsync();

        Assert.DoesNotContain(shop.Log, line => line.Contains("waiting for 'store'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task An_actor_swallows_its_cancellation(string form)
    {
        await using var shop = await Shop.OpenAsync(form, Drills.Swallows);

        shop.Send(Posix.Terminate);
        await shop.Says(shop.IsBare
            ? "group still stopping: waiting for 'queue' (told N s ago, no limit): OrderQueue.PollAsync in OrderQueue.cs:line N; then 'store'"
            : "warn: OkRun.Async.ActorGroup[10] Group shop is still stopping after N ms: waiting for 'queue' (told N s ago, no limit): OrderQueue.PollAsync in OrderQueue.cs:line N; then 'store'");
        await shop.GiveUpAsync();
    }
}
