namespace OkRun.Async.Drills.Tests;

/// <summary>The log, or the folder of the history, is what goes wrong. The group is not harmed.</summary>
public class LosingTheLog
{
    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task The_log_is_on_a_full_disk(string form)
    {
        await using var shop = await Shop.OpenAsync(form, Drills.LogThrows);

        shop.Go();
        var code = await shop.ExitAsync();

        shop.AssertSaidSo(shop.IsBare
            ? "'queue' failed: System.InvalidOperationException: order 4711 is not JSON"
            : "Unhandled exception. System.InvalidOperationException: order 4711 is not JSON");
        Assert.EndsWith("Failed by queue", Facts.Stop(shop.Page.Group), StringComparison.Ordinal);
        Assert.Equal(shop.IsBare ? 1 : 134, code);
    }

    [Theory]
    [InlineData("bare")]
    [InlineData("hosted")]
    public async Task The_log_is_a_pipe_that_nobody_reads(string form)
    {
        await using var shop = await Shop.OpenAsync(form, Drills.LogBlocks);

        shop.Send(Posix.Terminate);
        var code = await shop.ExitAsync();

        Assert.Equal(0, code);
    }

    [SmallDiskFact]
    public async Task The_history_is_on_a_full_disk()
    {
        using var disk = new SmallDisk(kibibytes: 64);
        await using var shop = await Shop.OpenAsync("hosted", Drills.Throws, disk.Path);
        FillUp(disk.Path);

        shop.Go();
        var code = await shop.ExitAsync();

        shop.AssertSaidSo("warn: OkRun.Async.ActorGroup[30]");
        shop.AssertSaidSo("fail: OkRun.Async.ActorGroup[12] Group shop failed after N ms: 'queue' failed with InvalidOperationException: order 4711 is not JSON");
        Assert.Equal(134, code);
    }

    private static void FillUp(string folder)
    {
        using var file = new FileStream(Path.Combine(folder, "rubbish"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        Assert.ThrowsAny<IOException>(() => WriteOn(file));
    }

    private static void WriteOn(FileStream file)
    {
        while (true)
        {
            file.Write(new byte[512]);
        }
    }
}
