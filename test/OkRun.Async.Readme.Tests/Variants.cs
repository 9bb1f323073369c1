namespace OkRun.Async.Readme.Tests;

/// <summary>What the text around the programs says beyond their output, of some with one change.</summary>
public class Variants(Programs programs) : IClassFixture<Programs>
{
    [Fact]
    public async Task A_listener_that_is_closed_by_its_hook_fails_without_ExpectedOnStop()
    {
        var ended = await RunAsync("docs/recipes.md", "ExpectedOnStop = exception => exception is SocketException or InvalidOperationException,", "");

        Assert.NotEqual(0, ended.ExitCode);
        Assert.Matches("SocketException|InvalidOperationException", ended.Output);
    }

    [Fact]
    public async Task What_Polly_gives_up_on_stops_the_group()
    {
        var ended = await RunAsync("docs/recipes.md", "MaxRetryAttempts = 5", "MaxRetryAttempts = 1");

        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains("connection 2 was lost", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_throws_in_a_host_does_not_look_like_success()
    {
        var ended = await RunAsync("docs/hosting.md", "await Task.Delay(1_000, stoppingToken);", "throw new IOException(\"the disk is full\");");

        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains("Unhandled exception. System.IO.IOException: the disk is full", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_in_a_group_stops_after_those_that_come_after_it()
    {
        var example = Pages.Examples.Single(example => example.Page == "docs/hosting.md" && example.Heading == "A host in a group");

        var ended = await programs.RunAsync(example.Source, example.Runs[0]);

        Assert.EndsWith("Client stopped\nWorker stopped", ended.Output, StringComparison.Ordinal);
    }

    private Task<Ended> RunAsync(string page, string text, string replacement)
    {
        var source = Pages.Examples.Single(example => example.Page == page && example.Source.Contains(text, StringComparison.Ordinal)).Source;
        return programs.RunAsync(source.Replace(text, replacement, StringComparison.Ordinal), new Run("", ""));
    }
}
