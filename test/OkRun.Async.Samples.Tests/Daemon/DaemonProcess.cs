namespace OkRun.Async.Samples.Tests.Daemon;

/// <summary>The daemon in a process of its own, on a free port.</summary>
internal static class DaemonProcess
{
    public const string Listening = "Listening on ";
    private static readonly string[] _allReady = ["orders      ready", "web         ready", "cron        ready", "signals     ready"];

    public static Child Start(string data, string urls = "http://127.0.0.1:0", params IReadOnlyList<string> variables) =>
        new(variables, "Daemon", "--data", data, "--urls", urls);

    /// <summary>Where it listens, as soon as everybody is ready.</summary>
    public static async Task<Uri> ReadyAsync(this Child daemon)
    {
        await Task.WhenAll(_allReady.Select(daemon.Errors.WithAsync));
        return AddressIn(await daemon.Output.WithAsync(Listening));
    }

    public static Uri AddressIn(string line) => new(line[Listening.Length..]);
}
