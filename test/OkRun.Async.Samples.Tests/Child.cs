using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OkRun.Async.Samples.Tests;

/// <summary>A program in a process of its own, with a parent who can send it signals. Killed at the end of the test if it still runs.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process _process;

    /// <summary>Starts a program that lies, built, beside the tests, or an executable by its full path.</summary>
    public Child(string program, params IEnumerable<string> arguments)
        : this([], program, arguments)
    {
    }

    /// <summary>Starts it with variables such as NAME=value in its environment.</summary>
    public Child(IReadOnlyList<string> variables, string program, params IEnumerable<string> arguments)
    {
        string[] command = Path.IsPathFullyQualified(program)
            ? [program]
            : [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, program + ".dll")];

        // A shell that starts the tests in the background has them ignore SIGINT, and children inherit that: env takes it back.
        var start = new ProcessStartInfo("env", ["--default-signal=HUP,INT,QUIT,TERM", .. variables, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Output.WriteLine(line.Data);
        _process.ErrorDataReceived += (_, line) => Errors.WriteLine(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Lines Output { get; } = new();

    public Lines Errors { get; } = new();

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public void Send(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    /// <summary>Types into the program, or into the terminal that it runs in.</summary>
    public void Type(char key)
    {
        _process.StandardInput.Write(key);
        _process.StandardInput.Flush();
    }

    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>The exit code, when the program has ended and everything it wrote is read.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().OrHang();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await ExitAsync();
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}

/// <summary>Signals by their numbers, which are the same on all Unixes. A process that dies of one exits with 128 more.</summary>
internal static class Posix
{
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;
    public const int Terminate = 15;
}
