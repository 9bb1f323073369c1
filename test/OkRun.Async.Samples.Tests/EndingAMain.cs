namespace OkRun.Async.Samples.Tests;

/// <summary>RunMainAsync and signals, where they are real: in a process of its own.</summary>
public class EndingAMain
{
    private const string Program = "OkRun.Async.TestHost";
    private const int Failed = 75; // what the program makes of an InvalidOperationException

    [Theory]
    [InlineData(Posix.Interrupt, "SIGINT")]
    [InlineData(Posix.Terminate, "SIGTERM")]
    public async Task The_first_signal_is_a_clean_stop(int signal, string name)
    {
        await using var program = new Child(Program, "waits", "as main");
        await program.Errors.WithAsync("worker      ready");

        program.Send(signal);

        Assert.Equal(0, await program.ExitAsync());
        AssertSaid(program, $"{name}: the group stops; the next signal ends the process");
        AssertSaid(program, "group       stopped");
        Assert.Equal("", program.Output.ToString());
    }

    [Theory]
    [InlineData(Posix.Interrupt, "SIGINT")]
    [InlineData(Posix.Terminate, "SIGTERM")]
    public async Task The_second_ends_the_process_and_names_who_still_runs(int second, string name)
    {
        await using var program = new Child(Program, "ignores the stop", "as main");
        await program.Errors.WithAsync("worker      ready");
        program.Send(Posix.Interrupt);
        await program.Errors.WithAsync("worker      told to stop");

        program.Send(second);

        Assert.Equal(128 + second, await program.ExitAsync());
        AssertSaid(program, $"{name} again: the process ends; still running: 'worker'");
    }

    /// <summary>The pool, the actor's thread, and whatever runs when a process exits in an orderly way.</summary>
    [Fact]
    public async Task The_second_ends_the_process_whatever_hangs()
    {
        await using var program = new Child(Program, "hangs everything", "as main");
        await program.Errors.WithAsync("everything hangs");
        program.Send(Posix.Terminate);
        await program.Errors.WithAsync("SIGTERM: the group stops");

        program.Send(Posix.Terminate);

        Assert.Equal(128 + Posix.Terminate, await program.ExitAsync());
        AssertSaid(program, "SIGTERM again: the process ends; still running: 'worker'");
    }

    /// <summary>No thread of the pool is left for what follows the run: the report, the exit code, the rest of the program.</summary>
    [Fact]
    public async Task A_blocked_pool_does_not_keep_the_program()
    {
        await using var program = new Child(Program, "blocks the pool", "as main, with a limit");
        await program.Errors.WithAsync("everything hangs");

        program.Send(Posix.Terminate);

        Assert.Equal(1, await program.ExitAsync());
        AssertSaid(program, nameof(StopTimeoutException));
    }

    [Fact]
    public async Task The_second_ends_the_process_where_errors_can_not_be_written()
    {
        await using var program = new Child(Program, "ignores the stop", "as main, in silence");
        await program.Output.WithAsync("worker      ready");
        program.Send(Posix.Interrupt);
        await program.Output.WithAsync("worker      told to stop");

        program.Send(Posix.Interrupt);

        Assert.Equal(128 + Posix.Interrupt, await program.ExitAsync());
    }

    [Fact]
    public async Task Signals_in_the_group_change_nothing()
    {
        await using var program = new Child(Program, "ignores the stop", "as main, with signals");
        await program.Errors.WithAsync("worker      ready");
        await program.Errors.WithAsync("signals     ready");
        program.Send(Posix.Interrupt);
        await program.Errors.WithAsync("worker      told to stop");

        program.Send(Posix.Interrupt);

        Assert.Equal(128 + Posix.Interrupt, await program.ExitAsync());
        AssertSaid(program, "SIGINT again: the process ends; still running: 'worker'");
    }

    [Fact]
    public async Task The_second_ends_a_program_that_lingers_after_its_run()
    {
        await using var program = new Child(Program, "waits", "as main, and lingers");
        await program.Errors.WithAsync("worker      ready");
        program.Send(Posix.Terminate);
        await program.Errors.WithAsync("lingers with 0");

        program.Send(Posix.Terminate);

        Assert.Equal(128 + Posix.Terminate, await program.ExitAsync());
        AssertSaid(program, "SIGTERM again: the process ends; no actor runs any more");
    }

    [Fact]
    public async Task A_second_run_has_a_first_signal_of_its_own()
    {
        await using var program = new Child(Program, "waits", "as main, twice");
        await program.Errors.WithAsync("worker      ready");
        program.Send(Posix.Interrupt);
        await program.Errors.WithAsync("another     ready");

        program.Send(Posix.Interrupt);

        Assert.Equal(0, await program.ExitAsync());
    }

    [Fact]
    public async Task SIGQUIT_shows_the_run_which_goes_on()
    {
        await using var program = new Child(Program, "waits", "as main");
        await program.Errors.WithAsync("worker      ready");
        var shown = program.Errors.NextWithAsync("");

        program.Send(Posix.Quit);
        await shown;
        program.Send(Posix.Terminate);

        Assert.Equal(0, await program.ExitAsync());
        AssertSaid(program, "worker      ended");
    }

    [Fact]
    public async Task A_failure_has_its_name_its_stack_trace_and_its_exit_code()
    {
        await using var program = new Child(Program, "fails", "as main");

        var exit = await program.ExitAsync();

        Assert.Equal(Failed, exit);
        AssertSaid(program, "stopping: 'worker' failed with InvalidOperationException: the worker is broken");
        AssertSaid(program, "'worker' failed: System.InvalidOperationException: the worker is broken\n   at OkRun.Async.TestHost.Worker");
    }

    private static void AssertSaid(Child program, string text) => Assert.Contains(text, program.Errors.ToString(), StringComparison.Ordinal);
}
