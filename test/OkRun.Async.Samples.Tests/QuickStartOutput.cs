namespace OkRun.Async.Samples.Tests;

public class QuickStartOutput
{
    [Fact]
    public async Task QuickStart_prints_what_its_last_comment_says()
    {
        await using var program = new Child("QuickStart");

        var exit = await program.ExitAsync();

        Assert.Equal(0, exit);
        Assert.Equal(await PromisedAsync(), program.Output.Written);
    }

    private static async Task<IEnumerable<string>> PromisedAsync()
    {
        using var source = new StreamReader(typeof(QuickStartOutput).Assembly.GetManifestResourceStream("QuickStart.cs")!);
        var lines = (await source.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.SkipWhile(line => line != "// Output:").Skip(1).Select(line => line[3..]);
    }
}
