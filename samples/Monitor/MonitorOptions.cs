namespace Monitoring;

/// <summary>What the command line may say.</summary>
public sealed record MonitorOptions(string Config, string Storage, string Urls, TimeSpan Retention)
{
    public const string Usage = "Usage: Monitor --config FILE --storage DIR --urls http://HOST:PORT [--retention 15d]";

    /// <summary>Reads the command line; null when it says anything else.</summary>
    public static MonitorOptions? Parse(IReadOnlyCollection<string> args)
    {
        var said = args.Chunk(2).Where(pair => pair is [_, { Length: > 0 }]).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);
        return said.Count * 2 == args.Count
            && said.Remove("--config", out var config) && said.Remove("--storage", out var storage) && said.Remove("--urls", out var urls)
            && Durations.TryParse(said.Remove("--retention", out var retention) ? retention : "15d") is { } kept && kept > TimeSpan.Zero
            && said.Count == 0 && Array.TrueForAll(urls.Split(';'), IsUrl)
            ? new(config, storage, urls, kept) : null;
    }

    private static bool IsUrl(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp;
}
