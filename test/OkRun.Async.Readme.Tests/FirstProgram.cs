using System.Text.RegularExpressions;

namespace OkRun.Async.Readme.Tests;

public partial class FirstProgram
{
    [Fact]
    public async Task It_prints_what_the_first_screen_shows()
    {
        var ended = await Child.RunUntilAsync(Readme.Program(Readme.FirstScreen), "count the tea");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Errors));
        Assert.Equal(Happened(Readme.Output(Readme.FirstScreen)), Happened(ended.Output));
    }

    [Fact]
    public async Task The_store_stops_after_the_web_that_needs_it()
    {
        var ended = await Child.RunUntilAsync(Readme.Program(Readme.FirstScreen), "count the tea");

        var web = ended.Output.IndexOf("web         ended", StringComparison.Ordinal);
        var store = ended.Output.IndexOf("store       told to stop", StringComparison.Ordinal);
        Assert.InRange(web, 0, store);
    }

    /// <summary>
    /// The lines without what differs from run to run: times, the order of lines where the laws give none, which actors were still waited for because of that, how often the
    /// cron job came round, and which signal it was: a test has no Ctrl+C.
    /// </summary>
    private static IEnumerable<string> Happened(string output) =>
        TimeOfDay().Replace(WaitingFor().Replace(Time().Replace(output, "#"), ""), "#").Replace("took SIGTERM", "took SIGINT", StringComparison.Ordinal).Split('\n').Select(line => line.Trim()).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\d+\.\d{3}")]
    private static partial Regex Time();

    [GeneratedRegex("(?<=starting at ).*(?=: )")]
    private static partial Regex TimeOfDay();

    [GeneratedRegex("(?<=ended after # s); waiting for .*")]
    private static partial Regex WaitingFor();
}
