namespace OkRun.Async.Hosting.Tests;

public class GenericHostSample
{
    [Fact]
    public async Task It_works_by_the_clock_is_healthy_and_stops_on_a_signal()
    {
        await using var program = new Child("GenericHost");
        await program.Output.WithAsync("is made");
        await program.Output.WithAsync("Healthy: worker is Ready, cron is Ready, health is Ready");

        program.Send(Posix.Terminate);

        Assert.Equal((0, ""), (await program.ExitAsync(), program.Errors.ToString()));
        Assert.Contains("Group teas stopped after", program.Output.ToString(), StringComparison.Ordinal);
    }
}
