using System.Diagnostics;

namespace OkRun.Async.Samples.Tests;

/// <summary>A tool of the system that is over in a moment.</summary>
internal static class Tool
{
    /// <summary>What it has to say when it fails; null when it does not.</summary>
    public static string? Run(string name, params IEnumerable<string> arguments)
    {
        try
        {
            using var tool = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var said = tool.StandardError.ReadToEnd();
            return tool.WaitForExit(Deadline.Hung) && tool.ExitCode == 0 ? null : $"{name}: {said.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return exception.Message;
        }
    }
}
