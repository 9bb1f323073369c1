using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace OkRun.Async.Readme.Tests;

/// <summary>How a program ended, and what it printed: both outputs, as a terminal shows them.</summary>
internal sealed record Ended(int ExitCode, string Output);

/// <summary>Runs a program of a page as a process of its own.</summary>
internal static partial class Child
{
    private const int SigTerm = 15;

    private static readonly TimeSpan _hung = Debugger.IsAttached ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(60);
    private static readonly string _dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs a program to its end, and asks it to stop with SIGTERM as soon as it has printed all of the lines that the run waits for.</summary>
    public static async Task<Ended> RunAsync(string program, Run run)
    {
        var folder = Directory.CreateTempSubdirectory("readme-");
        using var process = new Process
        {
            StartInfo = new("/bin/sh", ["-c", "exec \"$0\" \"$@\" 2>&1", _dotnet, program, .. run.Arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                WorkingDirectory = folder.FullName,
                Environment = { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0", ["DOTNET_TieredPGO"] = "0", ["DOTNET_DbgEnableMiniDump"] = "0" },
            },
        };
        try
        {
            process.Start();
            process.StandardInput.Close();
            var output = await ReadAsync(process, [.. run.StopAfter]).WaitAsync(_hung);
            await process.WaitForExitAsync().WaitAsync(_hung);
            return new(process.ExitCode, output);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> ReadAsync(Process process, List<string> stopAfter)
    {
        var output = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            output.Append(line).Append('\n');
            if (stopAfter.RemoveAll(ending => line.EndsWith(ending, StringComparison.Ordinal)) > 0 && stopAfter.Count == 0) // once: a second signal would kill
            {
                Assert.Equal(0, Kill(process.Id, SigTerm));
            }
        }

        return output.ToString().TrimEnd('\n');
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Kill(int process, int signal);
}
