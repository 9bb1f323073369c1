namespace OkRun.Async.Samples.Tests;

/// <summary>The signals of the netstandard2.0 asset, where they are real: on .NET 10, and on Mono as .NET Framework would.</summary>
public class EndingAProcessOfNetStandard
{
    private const string Mono = "/usr/bin/mono";
    private const int ExitOfMono = 58; // where nobody takes the Ctrl+C
    private const char CtrlC = '\x03';

    [Fact]
    public async Task A_signal_stops_everybody_and_the_process_ends_well()
    {
        await using var program = OnNet("waits");
        await ReadyAsync(program.Errors);

        program.Send(Posix.Interrupt);

        Assert.Equal(0, await program.ExitAsync());
        Assert.Contains("stopping: 'signals' took Ctrl+C", program.Errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("worker      ended", program.Errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_signal_kills_at_once()
    {
        await using var program = OnNet("ignores the stop");
        await ReadyAsync(program.Errors);
        program.Send(Posix.Interrupt);
        await program.Errors.WithAsync("worker      told to stop");

        program.Send(Posix.Interrupt);

        Assert.Equal(128 + Posix.Interrupt, await program.ExitAsync());
    }

    /// <summary>Not on Mono: there an exit that meets the end of Main hung, once in some twenty times on a busy machine.</summary>
    [Fact]
    public async Task An_exit_waits_for_the_run()
    {
        await using var program = OnNet("exits");
        await ReadyAsync(program.Errors);

        program.CloseInput();

        Assert.Equal(3, await program.ExitAsync());
        Assert.Contains("stopping: 'signals' was told that the process exits", program.Errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("worker has tidied up", program.Errors.ToString(), StringComparison.Ordinal);
    }

    [MonoFact]
    public async Task Ctrl_C_in_a_terminal_stops_everybody_on_mono()
    {
        await using var terminal = InATerminalOnMono("waits");
        await ReadyAsync(terminal.Output);

        terminal.Type(CtrlC);

        Assert.Equal(0, await terminal.ExitAsync());
        Assert.Contains("stopping: 'signals' took Ctrl+C", terminal.Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("worker      ended", terminal.Output.ToString(), StringComparison.Ordinal);
    }

    [MonoFact]
    public async Task Ctrl_C_once_more_kills_at_once_on_mono()
    {
        await using var terminal = InATerminalOnMono("ignores the stop");
        await ReadyAsync(terminal.Output);
        terminal.Type(CtrlC);
        await terminal.Output.WithAsync("worker      told to stop");

        terminal.Type(CtrlC);

        Assert.Equal(ExitOfMono, await terminal.ExitAsync());
    }

    [MonoFact]
    public async Task Ctrl_C_kills_on_mono_where_the_group_stops_already()
    {
        await using var terminal = InATerminalOnMono("ignores the stop", "beside one that ends");
        await terminal.Output.WithAsync("worker      told to stop");
        await terminal.Output.WithAsync("signals     ended");

        terminal.Type(CtrlC);

        Assert.Equal(ExitOfMono, await terminal.ExitAsync());
    }

    [Fact]
    public async Task A_second_signal_kills_where_other_handlers_cancel_it()
    {
        await using var program = OnNet("ignores the stop", "beside others that cancel");
        await ReadyAsync(program.Errors);
        await program.Errors.WithAsync("other       ready");
        program.Send(Posix.Interrupt);
        await program.Errors.WithAsync("worker      told to stop");

        program.Send(Posix.Interrupt);

        Assert.Equal(128 + Posix.Interrupt, await program.ExitAsync());
    }

    [Fact]
    public async Task A_main_stops_on_a_signal()
    {
        await using var program = OnNet("waits", "as main");
        await program.Errors.WithAsync("worker      ready");

        program.Send(Posix.Interrupt);

        Assert.Equal(0, await program.ExitAsync());
        Assert.Contains("Ctrl+C: the group stops", program.Errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_main_ends_at_a_second_signal_and_names_who_still_runs()
    {
        await using var program = OnNet("ignores the stop", "as main");
        await program.Errors.WithAsync("worker      ready");
        program.Send(Posix.Interrupt);
        await program.Errors.WithAsync("worker      told to stop");

        program.Send(Posix.Interrupt);

        Assert.Equal(128 + Posix.Interrupt, await program.ExitAsync());
        Assert.Contains("Ctrl+C again: the process ends; still running: 'worker'", program.Errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exit_waits_for_a_main()
    {
        await using var program = OnNet("exits", "as main");
        await program.Errors.WithAsync("worker      ready");

        program.CloseInput();

        Assert.Equal(3, await program.ExitAsync());
        Assert.Contains("worker has tidied up", program.Errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("group       stopped", program.Errors.ToString(), StringComparison.Ordinal);
    }

    [MonoFact]
    public async Task Ctrl_C_stops_a_main_on_mono()
    {
        await using var terminal = InATerminalOnMono("waits", "as main");
        await terminal.Output.WithAsync("worker      ready");

        terminal.Type(CtrlC);

        Assert.Equal(0, await terminal.ExitAsync());
        Assert.Contains("worker      ended", terminal.Output.ToString(), StringComparison.Ordinal);
    }

    [MonoFact]
    public async Task Ctrl_C_once_more_ends_a_main_on_mono()
    {
        await using var terminal = InATerminalOnMono("ignores the stop", "as main");
        await terminal.Output.WithAsync("worker      ready");
        terminal.Type(CtrlC);
        await terminal.Output.WithAsync("worker      told to stop");

        terminal.Type(CtrlC);

        Assert.Equal(ExitOfMono, await terminal.ExitAsync());
        Assert.Contains("Ctrl+C again: the process ends; still running: 'worker'", terminal.Output.ToString(), StringComparison.Ordinal);
    }

    private static async Task ReadyAsync(Lines lines)
    {
        await lines.WithAsync("signals     ready");
        await lines.WithAsync("worker      ready");
    }

    private static Child OnNet(params string[] behaviour) => new(Program("net10.0", ""), behaviour);

    /// <summary>Mono listens only where there is a terminal: script is one, and has the exit code of what runs in it. Some shells would stand between and end of Ctrl+C too.</summary>
    private static Child InATerminalOnMono(params string[] behaviour) =>
        new("/usr/bin/script", "-qec", $"exec {Mono} '{Program("net472", ".exe")}' '{string.Join("' '", behaviour)}'", "/dev/null");

    private static string Program(string framework, string ending)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(here.Parent!.Parent!.FullName, "OkRun.Async.TestHost.NetStandard", $"{here.Name}_{framework}", "OkRun.Async.TestHost.NetStandard" + ending);
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class MonoFactAttribute : FactAttribute
    {
        public MonoFactAttribute() => Skip = Daemon.Faults.Needs.ReasonToSkip("Mono", File.Exists(Mono) ? null : "not installed");
    }
}
