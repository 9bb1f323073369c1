using System.Text.Json.Nodes;

namespace OkRun.Async.Drills.Tests;

/// <summary>An actor returns, or takes the whole process with it. What was kept of the run tells the next visitor.</summary>
public class Ending
{
    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task An_actor_returns(string form)
    {
        await using var shop = await Shop.OpenAsync(form, Drills.Returns);

        shop.Go();
        var code = await shop.ExitAsync();

        shop.AssertSaidSo(shop.IsBare
            ? "group stopping: 'queue' returned; waiting for 'web', 'cron', then 'store'"
            : "warn: OkRun.Async.ActorGroup[4] Group shop is stopping: actor queue returned after N ms");
        shop.AssertSaid(shop.IsBare ? "group stopped after N s: 'queue' returned" : "info: OkRun.Async.ActorGroup[12] Group shop stopped after N ms: 'queue' returned");
        Assert.EndsWith("Ended by queue", Facts.Stop(shop.Page.Group), StringComparison.Ordinal);
        Assert.Equal(0, code);
    }

    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task The_process_exits(string form)
    {
        using var folder = new Samples.Tests.Daemon.Folder();
        await using (var shop = await Shop.OpenAsync(form, Drills.Exit, folder.Path))
        {
            await MarkedAsync(folder.Path);
            shop.Go();
            Assert.Equal(3, await shop.ExitAsync());
            shop.AssertSaid((shop.IsBare ? "group" : "crit: OkRun.Async.ActorGroup[19] Group shop:") + " the process exits with code 3 while 'store', 'queue', 'web', 'cron' run");
        }

        var run = await EarlierAsync(form, folder.Path);
        Assert.Equal(("Lost", 3), ((string?)run["state"], (int?)run["exitCode"]));
    }

    [Theory]
    [InlineData("bare", Drills.StackOverflow, "Stack overflow.")]
    [InlineData("hosted", Drills.StackOverflow, "Stack overflow.")]
    [InlineData("bare", Drills.FailFast, "The heap of the shop is broken.")]
    [InlineData("hosted", Drills.FailFast, "The heap of the shop is broken.")]
    public async Task The_runtime_ends_the_process(string form, string drill, string said)
    {
        using var folder = new Samples.Tests.Daemon.Folder();
        await using (var shop = await Shop.OpenAsync(form, drill, folder.Path))
        {
            await MarkedAsync(folder.Path);
            shop.Go();
            Assert.Equal(134, await shop.ExitAsync());
            Assert.Contains(shop.Log, line => line.Contains(said, StringComparison.Ordinal));
            Assert.Contains(shop.Log, line => line.Contains("OrderQueue.", StringComparison.Ordinal));
        }

        var run = await EarlierAsync(form, folder.Path);
        Assert.Equal(("Lost", null), ((string?)run["state"], (int?)run["exitCode"]));
    }

    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task The_process_is_killed(string form)
    {
        using var folder = new Samples.Tests.Daemon.Folder();
        await using (var shop = await Shop.OpenAsync(form, Drills.Healthy, folder.Path))
        {
            await MarkedAsync(folder.Path);
            await shop.KillAsync();
        }

        var run = await EarlierAsync(form, folder.Path);
        Assert.Equal(("Lost", null), ((string?)run["state"], (int?)run["exitCode"]));
    }

    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task A_failure_is_kept(string form)
    {
        using var folder = new Samples.Tests.Daemon.Folder();
        await using (var shop = await Shop.OpenAsync(form, Drills.Throws, folder.Path))
        {
            await MarkedAsync(folder.Path);
            shop.Go();
            await shop.ExitAsync();
        }

        var run = await EarlierAsync(form, folder.Path);
        Assert.Equal(("Failed", "queue", "System.InvalidOperationException"), ((string?)run["state"], (string?)run["actor"], (string?)run["exception"]!["type"]));
    }

    /// <summary>Waits for the mark of the run, which is written beside the start: a process that is killed before that leaves nothing.</summary>
    private static Task MarkedAsync(string folder) =>
        Eventually.True(() => Directory.EnumerateFiles(folder, "*.mark", SearchOption.AllDirectories).Any(static mark => new FileInfo(mark).Length > 0));

    /// <summary>What the page of the next process says of the run.</summary>
    private static async Task<JsonObject> EarlierAsync(string form, string folder)
    {
        await using var next = await Shop.OpenAsync(form, Drills.Healthy, folder);
        await next.ShootAsync("next");
        return (await next.Page.GetAsync())["earlier"]!.AsArray().Single(run => (int?)run!["number"] == 1)!.AsObject();
    }
}
