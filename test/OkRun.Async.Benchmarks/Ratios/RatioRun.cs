using System.Globalization;
using OkRun.Async.Benchmarks.Contenders;
using OkRun.Async.Benchmarks.Peer;

namespace OkRun.Async.Benchmarks.Ratios;

/// <summary>The fast way to measure: all contenders in turns, and what must be reached, in under three minutes. <c>ratios [--n 2,10,…] [--no-go]</c>.</summary>
internal static class RatioRun
{
    private static readonly int[] _sizes = [2, 10, 100, 1_000, 10_000, 100_000];

    public static async Task<RatioTable> RunAsync(IReadOnlyList<string> options)
    {
        var chosen = options is ["--n", var list, ..] ? [.. list.Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))] : _sizes;
        List<Measured> measured = [];
        foreach (var n in chosen)
        {
            measured.AddRange(await Sampler.MeasureAsync(options.Contains("--at-once") ? Contender.AtOnce : Contender.All, n, TimeSpan.FromSeconds(n < 100_000 ? 10 : 40), 5));
        }

        int[] many = [.. chosen.Where(n => n >= 100)];
        if (many.Length > 0 && !options.Contains("--no-go") && await GoPeer.BuildAsync() is { } program)
        {
            measured.AddRange(await GoPeer.MeasureAsync(program, many, 3, TimeSpan.FromSeconds(0.7)));
        }

        var table = new RatioTable(measured);
        foreach (var line in table.Measurements().Append("").Concat(table.Ratios()))
        {
            Console.WriteLine(line);
        }

        return table;
    }
}
