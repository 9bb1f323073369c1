namespace OkRun.Async.Samples.Tests;

/// <summary>Law 6 and the signals, where they are real: in a process of its own.</summary>
public class EndingAProcess
{
    [Theory]
    [InlineData(Posix.Interrupt)]
    [InlineData(Posix.Terminate)]
    public async Task A_signal_stops_everybody_and_the_process_ends_well(int signal)
    {
        await using var program = new Child("OkRun.Async.TestHost", "waits");
        await program.Errors.WithAsync("signals     ready");

        program.Send(signal);

        Assert.Equal(0, await program.ExitAsync());
        Assert.Contains($"stopping: 'signals' took {(signal == Posix.Interrupt ? "SIGINT" : "SIGTERM")}", program.Errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("worker      ended", program.Errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Posix.Interrupt)]
    [InlineData(Posix.Terminate)]
    public async Task A_second_signal_kills_at_once(int second)
    {
        await using var program = new Child("OkRun.Async.TestHost", "ignores the stop");
        await program.Errors.WithAsync("signals     ready");
        program.Send(Posix.Interrupt);
        await program.Errors.WithAsync("worker      told to stop");

        program.Send(second);

        Assert.Equal(128 + second, await program.ExitAsync());
    }

    [Fact]
    public async Task An_exit_says_which_actors_still_run()
    {
        await using var program = new Child("OkRun.Async.TestHost", "exits");
        await program.Errors.WithAsync("worker      ready");
        await program.Errors.WithAsync("signals     ready");

        program.CloseInput();

        Assert.Equal(3, await program.ExitAsync());
        Assert.Contains("group       the process exits with code 3 while 'signals', 'worker' run", program.Errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_worker_stops_the_listener_and_its_name_and_reason_are_told()
    {
        await using var program = new Child("OkRun.Async.TestHost", "fails");

        var exit = await program.ExitAsync();

        Assert.Equal(1, exit);
        Assert.Contains("stopping: 'worker' failed with InvalidOperationException: the worker is broken", program.Errors.ToString(), StringComparison.Ordinal);
    }
}
