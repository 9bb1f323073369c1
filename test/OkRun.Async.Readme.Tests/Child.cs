using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace OkRun.Async.Readme.Tests;

/// <summary>How a program of the README ended, and what it printed.</summary>
internal sealed record Ended(int ExitCode, string Output, string Errors);

/// <summary>Runs a program of the README as a process of its own.</summary>
internal static partial class Child
{
    private const int SigTerm = 15;

    private static readonly TimeSpan _hung = Debugger.IsAttached ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(60);

    /// <summary>Runs a program to its end.</summary>
    public static Task<Ended> RunAsync(string source, params string[] arguments) => RunAsync(source, arguments, stopAfter: []);

    /// <summary>Runs a program, and asks it to stop with SIGTERM as soon as it has printed lines that end so.</summary>
    public static Task<Ended> RunUntilAsync(string source, params string[] lineEndings) => RunAsync(source, [], [.. lineEndings]);

    private static async Task<Ended> RunAsync(string source, string[] arguments, List<string> stopAfter)
    {
        var folder = Directory.CreateTempSubdirectory("readme-");
        using var process = new Process
        {
            StartInfo = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [new Compiled(source).WriteTo(folder.FullName), .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        try
        {
            process.Start();
            var errors = process.StandardError.ReadToEndAsync();
            var output = await ReadAsync(process, stopAfter).WaitAsync(_hung);
            await process.WaitForExitAsync().WaitAsync(_hung);
            return new(process.ExitCode, output, await errors);
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
