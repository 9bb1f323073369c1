using System.Diagnostics;

namespace OkRun.Async.Packages;

/// <summary>What a command said, and its exit code.</summary>
internal sealed record Said(int ExitCode, string Text)
{
    public Said OrFail()
    {
        Assert.True(ExitCode == 0, Text);
        return this;
    }
}

/// <summary>Runs a command as a user does: nothing of the build that runs this test reaches it.</summary>
internal static class Shell
{
    private static readonly TimeSpan _hung = Debugger.IsAttached ? Timeout.InfiniteTimeSpan : TimeSpan.FromMinutes(10);

    public static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Environment.ProcessPath!;

    public static async Task<Said> RunAsync(string folder, string? cache, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(IsOfThisBuild).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // no process is left behind
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        if (!start.Environment.ContainsKey("SharedCompilationId"))
        {
            start.Environment["UseSharedCompilation"] = "false"; // .ci/run has a compiler for all, and ends it
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        if (cache is not null)
        {
            start.Environment["NUGET_PACKAGES"] = cache;
        }

        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(_hung);
            await process.WaitForExitAsync().WaitAsync(_hung);
            return new(process.ExitCode, output + await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static bool IsOfThisBuild(string name) =>
        name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) || name is "CI" or "ContinuousIntegrationBuild" or "TestPackages";
}
