using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OkRun.Async.DistributedLock.Tests;

/// <summary>What servers of our own have in common: a port that is free, a folder, a user that is not root.</summary>
internal static class Server
{
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static string? Find(string program, params string[] folders) => folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end, as the user if that is not null and this is root.</summary>
    public static async Task RunAsync(string? user, string program, params IEnumerable<string> arguments)
    {
        var asOther = user is not null && Environment.UserName == "root";
        using var process = Process.Start(new ProcessStartInfo(asOther ? "setpriv" : program, asOther ? [$"--reuid={user}", $"--regid={user}", "--clear-groups", program, .. arguments] : arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.OutputDataReceived += static (_, _) => { };
        var errors = new List<string>();
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
            {
                errors.Add(line.Data ?? "");
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        if (process.ExitCode != 0)
        {
            lock (errors)
            {
                throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {string.Join('\n', errors)}");
            }
        }
    }
}
