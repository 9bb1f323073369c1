using System.Globalization;
using Npgsql;

namespace Replicas;

/// <summary>What the command line says.</summary>
internal sealed record ReplicaOptions(string Id, string Db, string Urls, TimeSpan Tick, TimeSpan Lease, int Partitions)
{
    public const string Usage = "Usage: Replicas --id ID --db NPGSQL_CONNECTION_STRING --urls http://127.0.0.1:PORT [--tick-ms 250] [--lease 6] [--partitions 6]";

    /// <summary>Reads the command line; null when it says something else.</summary>
    public static ReplicaOptions? Parse(IReadOnlyList<string> args)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["--tick-ms"] = "250", ["--lease"] = "6", ["--partitions"] = "6" };
        string[] known = [.. values.Keys, "--id", "--db", "--urls"];
        var given = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i += 2)
        {
            if (i + 1 == args.Count || string.IsNullOrWhiteSpace(args[i + 1]) || !known.Contains(args[i]) || !given.Add(args[i]))
            {
                return null;
            }

            values[args[i]] = args[i + 1];
        }

        return values.Count == known.Length && IsConnection(values["--db"]) && IsUrl(values["--urls"])
            && Number(values["--tick-ms"]) is { } tick && Number(values["--lease"]) is { } lease && Number(values["--partitions"]) is { } partitions
            ? new(values["--id"], values["--db"], values["--urls"], TimeSpan.FromMilliseconds(tick), TimeSpan.FromSeconds(lease), partitions)
            : null;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 100_000 ? number : null;

    private static bool IsUrl(string text) => text.Split(';').All(static each => Uri.TryCreate(each, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp);

    private static bool IsConnection(string text)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(text);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
