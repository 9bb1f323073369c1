using System.Diagnostics;
using System.Globalization;

namespace OkRun.Async.Aot;

/// <summary>This program once more, stuck, and what becomes of it at two signals: the functions of the system that end it are found ahead of time too.</summary>
internal static class SecondSignal
{
    public const string Stuck = "stuck";

    public static Task<int> BeStuckAsync() =>
        new ActorGroup { { Stuck, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously).Task } }.RunMainAsync();

    /// <summary>The last line that it wrote, and its exit code.</summary>
    public static async Task<(string? LastLine, int ExitCode)> SendAsync()
    {
        using var program = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Stuck]) { RedirectStandardError = true })!;
        await TerminateOnAsync(program, "ready");
        await TerminateOnAsync(program, "told to stop");
        var last = await program.StandardError.ReadLineAsync();
        await program.WaitForExitAsync();
        return (last, program.ExitCode);
    }

    private static async Task TerminateOnAsync(Process program, string text)
    {
        while (await program.StandardError.ReadLineAsync() is { } line && !line.EndsWith(text, StringComparison.Ordinal))
        {
        }

        using var kill = Process.Start("kill", ["-TERM", program.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
