using System.Globalization;

namespace OkRun.Async.Samples.Tests.Daemon;

/// <summary>The daemon in a process of its own, on a free port.</summary>
internal static class DaemonProcess
{
    /// <summary>What the server gives to clients that do not let go.</summary>
    public const double LimitInSeconds = 5;
    public const string Listening = "Listening on ";
    private static readonly string[] _allReady = ["orders      ready", "web         ready", "cron        ready"];

    public static Child Start(string data, string urls = "http://127.0.0.1:0", params IReadOnlyList<string> variables) =>
        new(variables, "Daemon", "--data", data, "--urls", urls);

    /// <summary>Where it listens, as soon as everybody is ready.</summary>
    public static async Task<Uri> ReadyAsync(this Child daemon)
    {
        await Task.WhenAll(_allReady.Select(daemon.Errors.WithAsync));
        return AddressIn(await daemon.Output.WithAsync(Listening));
    }

    /// <summary>How long an actor took to stop, by the daemon's own clock.</summary>
    public static double SecondsToStop(this Child daemon, string actor)
    {
        var lines = daemon.Errors.Written.Where(line => line.Contains($" {actor} ", StringComparison.Ordinal)).ToList();
        return Seconds(lines.Find(line => line.Contains(" ended after", StringComparison.Ordinal))!) - Seconds(lines.Find(line => line.EndsWith("told to stop", StringComparison.Ordinal))!);

        static double Seconds(string line) => double.Parse(line.Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }

    public static Uri AddressIn(string line) => new(line[Listening.Length..]);
}
