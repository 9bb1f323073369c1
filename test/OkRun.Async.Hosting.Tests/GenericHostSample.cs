namespace OkRun.Async.Hosting.Tests;

public class GenericHostSample
{
    [Fact]
    public async Task It_works_by_the_clock_is_healthy_and_finishes_on_a_signal_what_was_ordered()
    {
        await using var program = new Child(Programs.Sample);
        await program.Output.WithAsync("is made");
        await program.Output.WithAsync("Healthy: worker is Ready, cron is Ready, health is Ready");
        await program.Output.NextWithAsync("is ordered");

        program.Send(Posix.Terminate);

        Assert.Equal((0, ""), (await program.ExitAsync(), program.Errors.ToString()));
        Assert.Equal(Teas(program, "ordered"), Teas(program, "made"));
        Assert.Contains("Group teas stopped after", program.Output.ToString(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Teas(Child program, string what) =>
        program.Output.Written.Where(line => line.EndsWith(what, StringComparison.Ordinal)).Select(line => line[..^what.Length]);
}
