using System.Globalization;
using OkRun.Async.Benchmarks.Contenders;
using OkRun.Async.Benchmarks.Peer;

namespace OkRun.Async.Benchmarks.Ratios;

/// <summary>The fast way to measure: all contenders in turns, steady, and what must be reached. <c>ratios [--n 2,10,…] [--at-once] [--no-go]</c>.</summary>
internal static class RatioRun
{
    public static IReadOnlyList<int> Sizes { get; } = [2, 10, 100, 1_000, 10_000, 100_000];

    public static async Task RunAsync(IReadOnlyList<string> options)
    {
        var chosen = options is ["--n", var list, ..] ? [.. list.Split(',').Select(static n => int.Parse(n, CultureInfo.InvariantCulture))] : Sizes;
        var table = await MeasureAsync(new(IsSteady: true, EndsAtOnce: options.Contains("--at-once")), chosen, hasGo: !options.Contains("--no-go"));
        foreach (var line in table.Measurements().Append("").Concat(table.Ratios()))
        {
            Console.WriteLine(line);
        }
    }

    public static async Task<RatioTable> MeasureAsync(Conditions conditions, IReadOnlyList<int> sizes, bool hasGo)
    {
        List<Measured> measured = [];
        foreach (var n in sizes)
        {
            measured.AddRange(await conditions.MeasureAsync(n));
        }

        int[] many = [.. sizes.Where(static n => n >= 100)];
        if (many.Length > 0 && hasGo && !conditions.EndsAtOnce && await GoPeer.BuildAsync() is { } program)
        {
            measured.AddRange(await GoPeer.MeasureAsync(program, many, 3, TimeSpan.FromSeconds(0.7)));
        }

        return new(measured);
    }
}
