namespace OkRun.Async.Hosting.Tests;

/// <summary>What the outside sees of a host and a group, where it is real: in a process of its own, with the host's console lifetime.</summary>
public class EndingAHostProcess
{
    private const string Program = "OkRun.Async.TestHost";
    private const string Net8 = "on .NET 8";
    private const string Started = "Application started";

    [Theory]
    [InlineData(Program)]
    [InlineData(Net8)]
    public async Task An_actor_that_fails_never_looks_like_success(string where)
    {
        await using var program = new Child(Programs.Named(where == Net8), "fails later", "in a host");
        await program.Output.WithAsync(Started);

        program.CloseInput();

        Assert.NotEqual(0, await program.ExitAsync());
        Assert.Contains("InvalidOperationException: the worker is broken", program.Errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("Group actors is stopping: actor worker failed after", program.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_actor_that_fails_at_the_start_does_not_either()
    {
        await using var program = new Child(Program, "fails", "in a host");

        Assert.NotEqual(0, await program.ExitAsync());
        Assert.Contains("InvalidOperationException: the worker is broken", program.Errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nor_does_one_that_fails_while_its_host_still_starts_others()
    {
        await using var program = new Child(Program, "fails later", "in a host that starts slowly");
        await program.Output.WithAsync("Group actors is ready");

        program.CloseInput();

        Assert.Equal((1, "the start was given up"), (await program.ExitAsync(), program.Errors.ToString()));
        Assert.Contains("Group actors is stopping: actor worker failed after", program.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nor_does_one_whose_host_nobody_stops()
    {
        await using var program = new Child(Program, "fails later", "without stopping its host");
        await program.Output.WithAsync(Started);

        program.CloseInput();

        Assert.Equal(1, await program.ExitAsync());
    }

    [Fact]
    public async Task Nor_does_one_that_is_stuck_when_its_host_that_nobody_stopped_is_disposed()
    {
        await using var program = new Child(Program, "ignores the stop", "without stopping its host, in a hurry");
        await program.Output.WithAsync(Started);

        program.Send(Posix.Terminate);

        Assert.Equal(1, await program.ExitAsync());
        Assert.Contains("did not stop within 30 seconds: 'worker'", program.Output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Posix.Interrupt, Program)]
    [InlineData(Posix.Terminate, Program)]
    [InlineData(Posix.Interrupt, Net8)]
    [InlineData(Posix.Terminate, Net8)]
    public async Task A_signal_stops_a_host_and_the_group_in_it(int signal, string where)
    {
        await using var program = new Child(Programs.Named(where == Net8), "waits", "in a host");
        await program.Output.WithAsync(Started);

        program.Send(signal);

        Assert.Equal((0, ""), (await program.ExitAsync(), program.Errors.ToString()));
        Assert.Contains("Group actors is stopping: the host stops", program.Output.ToString(), StringComparison.Ordinal);
        Assert.Matches("Group actors stopped after [0-9]+ ms: the host stops", program.Output.ToString());
    }

    [Fact]
    public async Task A_signal_under_load_loses_nothing_that_was_accepted()
    {
        await using var program = new Child(Program, "waits", "under load in a host");
        await program.Output.WithAsync("under load");

        program.Send(Posix.Terminate);

        Assert.Equal((0, ""), (await program.ExitAsync(), program.Errors.ToString()));
        var words = (await program.Output.WithAsync("finished ")).Split(' ');
        Assert.Equal(words[^1], words[^3]);
        Assert.Contains("Group actors stopped after", program.Output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Posix.Interrupt, "beside a host")]
    [InlineData(Posix.Terminate, "beside a host")]
    [InlineData(Posix.Interrupt, "beside a host and signals")]
    [InlineData(Posix.Terminate, "beside a host and signals")]
    public async Task A_signal_stops_a_group_and_the_host_in_it(int signal, string where)
    {
        await using var program = new Child(Program, "waits", where);
        await program.Errors.WithAsync("host        ready");
        await program.Errors.WithAsync("the service works");
        await program.Errors.WithAsync(where.EndsWith("signals", StringComparison.Ordinal) ? "signals     ready" : "until       ready");

        program.Send(signal);

        Assert.Equal(0, await program.ExitAsync());
        Assert.Contains("the service has stopped", program.Errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("worker      ended", program.Errors.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The console lifetime of the host hears the signal too, and stops the host. On .NET 8 it does so first where the host has started before the actor that listens.</summary>
    [Theory]
    [InlineData(Posix.Interrupt, "after signals, as does a host", Program, "'signals' took SIGINT")]
    [InlineData(Posix.Terminate, "after signals, as does a host", Net8, "'signals' took SIGTERM")]
    [InlineData(Posix.Interrupt, "after a host, as do signals", Program, "'signals' took SIGINT")]
    [InlineData(Posix.Terminate, "after a host, as do signals", Program, "'signals' took SIGTERM")]
    [InlineData(Posix.Interrupt, "as main, after a host", Program, "SIGINT")]
    [InlineData(Posix.Terminate, "as main, after a host", Program, "SIGTERM")]
    [InlineData(Posix.Interrupt, "as main, after a host", Net8, "SIGINT")]
    [InlineData(Posix.Terminate, "as main, after a host", Net8, "SIGTERM")]
    public async Task The_reason_of_the_stop_is_the_signal_and_not_the_host_that_hears_it_too(int signal, string worker, string where, string reason)
    {
        await using var program = new Child(Programs.Named(where == Net8), "waits", worker);
        await program.Errors.WithAsync("worker      ready");

        program.Send(signal);

        Assert.Equal(0, await program.ExitAsync());
        Assert.Contains($"stopping: {reason}", program.Errors.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The host's console lifetime keeps every signal from ending the process, and the host is not told to stop while the worker hangs.</summary>
    [Theory]
    [InlineData(Posix.Interrupt, "after signals, as does a host", Program)]
    [InlineData(Posix.Terminate, "after signals, as does a host", Program)]
    [InlineData(Posix.Interrupt, "after a host, as do signals", Program)]
    [InlineData(Posix.Terminate, "after a host, as do signals", Program)]
    [InlineData(Posix.Interrupt, "as main, after a host", Program)]
    [InlineData(Posix.Terminate, "as main, after a host", Program)]
    [InlineData(Posix.Interrupt, "after signals, as does a host", Net8)]
    [InlineData(Posix.Terminate, "after signals, as does a host", Net8)]
    [InlineData(Posix.Interrupt, "after a host, as do signals", Net8)]
    [InlineData(Posix.Terminate, "after a host, as do signals", Net8)]
    [InlineData(Posix.Interrupt, "as main, after a host", Net8)]
    [InlineData(Posix.Terminate, "as main, after a host", Net8)]
    public async Task A_second_signal_ends_a_process_whose_host_keeps_it_from_ending(int second, string worker, string where)
    {
        await using var program = new Child(Programs.Named(where == Net8), "ignores the stop", worker);
        await program.Errors.WithAsync("worker      ready");
        program.Send(Posix.Interrupt);
        await program.Errors.WithAsync("worker      told to stop");
        await program.Output.WithAsync("Application is shutting down");

        program.Send(second);

        Assert.Equal(128 + second, await program.ExitAsync());
    }

    [Fact]
    public async Task Ten_thousand_actors_start_and_stop_in_a_host_with_a_handful_of_lines()
    {
        await using var program = new Child(Program, "waits", "one of 10000 in a host");

        Assert.Equal(0, await program.ExitAsync());
        Assert.Contains("10000 actors: started after", program.Output.ToString(), StringComparison.Ordinal);
        Assert.InRange(program.Output.Written.Count, 4, 10);
    }

    [Fact]
    public async Task Who_is_stuck_when_the_hosts_time_is_up_is_named()
    {
        await using var program = new Child(Program, "ignores the stop", "in a host that gives a second");
        await program.Output.WithAsync(Started);

        program.Send(Posix.Terminate);

        Assert.NotEqual(0, await program.ExitAsync());
        Assert.Contains("did not stop within the host's time-out: 'worker' (told ", program.Output.ToString(), StringComparison.Ordinal);
    }
}
