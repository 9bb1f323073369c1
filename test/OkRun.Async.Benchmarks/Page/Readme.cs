using System.Runtime.InteropServices;
using OkRun.Async.Benchmarks.Also;
using OkRun.Async.Benchmarks.Isolation;
using OkRun.Async.Benchmarks.Peer;
using OkRun.Async.Benchmarks.Ratios;

namespace OkRun.Async.Benchmarks.Page;

/// <summary>Measures everything and writes the plots, and the part of the README that lies between its two marks.</summary>
internal static class Readme
{
    private const string Begin = "<!-- measured: written by the command `page`, do not edit -->";
    private const string End = "<!-- end of what was measured -->";

    public static async Task WriteAsync()
    {
        List<(Conditions Conditions, RatioTable Table)> tables = [];
        foreach (var conditions in Conditions.All)
        {
            tables.Add((conditions, await RatioRun.MeasureAsync(conditions, RatioRun.Sizes, hasGo: conditions.IsSteady)));
        }

        var table = tables[0].Table;
        string[] parts =
        [
            Text([Inventory()]),
            .. tables.Select(static each => $"### {each.Conditions.Title}\n\n" + Text(each.Conditions.IsSteady ? each.Table.Ratios() : each.Table.Measurements())),
            "### Medians, steady, the first end comes when all wait\n\n" + Text(table.Measurements()),
            "### Isolation\n\n" + Text(await IsolationPeers.MeasureAsync()),
            "### Growth\n\n" + Text(await Growth.MeasureAsync([1_000, 10_000, 100_000])),
            "### Building and running, observers, chains\n\n" + Text(await Extras.MeasureAsync(TimeSpan.FromSeconds(5))),
            "### Actors that block when they are told to stop\n\n" + Text(await StopLatency.MeasureAsync(16, TimeSpan.FromMilliseconds(50))),
            "### Cold start and size\n\n" + Text(await ColdStart.MeasureAsync(20)),
        ];

        await DrawAsync("time.svg", "Nanoseconds an actor, start to stop", table.Measured.Where(each => each.Contender != GoPeer.OurProcess), each => each.Nanoseconds / each.N);
        await DrawAsync("bytes.svg", "Bytes allocated an actor, start to stop", table.Measured.Where(each => !GoPeer.IsProcess(each)), each => each.Bytes / each.N);

        var file = Path.Combine(Repository.Folder, "README.md");
        var page = await File.ReadAllTextAsync(file);
        var from = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var to = page.IndexOf(End, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, $"{page[..from]}\n\n{string.Join("\n", parts)}\n{page[to..]}");
    }

    private static string Inventory() => FormattableString.Invariant(
        $"{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, {RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.FrameworkDescription}. Ratios are ours : theirs.");

    private static string Text(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    private static Task DrawAsync(string file, string title, IEnumerable<Measured> measured, Func<Measured, double> value)
    {
        var lines = measured.GroupBy(each => each.Contender).Select(line => (line.Key, (IReadOnlyList<(double, double)>)[.. line.Select(each => ((double)each.N, value(each)))]));
        return File.WriteAllTextAsync(Path.Combine(Repository.Folder, file), new Plot(title, [.. lines]).Svg());
    }
}
