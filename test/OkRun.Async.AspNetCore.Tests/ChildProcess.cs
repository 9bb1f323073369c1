using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace OkRun.Async.AspNetCore.Tests;

/// <summary>This assembly as a program: a group with a history that runs until the process is killed, or is told to exit, with code 3.</summary>
internal static class ChildProcess
{
    public static async Task Main(string[] args)
    {
        var timeline = new ActorGroupTimeline("orders");
        await using var app = Site.Build(services => services.AddSingleton(timeline));
        app.MapActorGroups("/actors", options => options.History = args[0]);
        var run = new ActorGroup(new() { Observer = timeline }) { { "queue", Work.UntilTold } }.Start();
        await run.Ready;
        await Console.In.ReadLineAsync();
        Environment.Exit(3);
    }

    /// <summary>Starts it, waits for a mark that says it is ready, and ends it.</summary>
    public static async Task RunAsync(string folder, bool isKilled)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet") { ArgumentList = { typeof(ChildProcess).Assembly.Location, folder }, RedirectStandardInput = true })!;
        await Eventually.True(() => Directory.GetFiles(folder, "*.mark", SearchOption.AllDirectories) is [var mark] && Copy(mark).Contains("\"state\":\"Ready\"", StringComparison.Ordinal));
        if (isKilled)
        {
            process.Kill();
        }
        else
        {
            await process.StandardInput.WriteLineAsync();
        }

        await process.WaitForExitAsync().OrHang();
    }

    /// <summary>The content of a file that another process keeps to itself: .NET asks for its lock, a copy by the system does not.</summary>
    private static string Copy(string mark)
    {
        using var cat = Process.Start(new ProcessStartInfo("cat") { ArgumentList = { mark }, RedirectStandardOutput = true })!;
        return cat.StandardOutput.ReadToEnd();
    }
}
