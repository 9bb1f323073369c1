using System.Diagnostics;
using System.Globalization;
using OkRun.Async.Benchmarks.Ratios;

namespace OkRun.Async.Benchmarks.Also;

/// <summary>What a part of each shape costs when there are ten times as many: nothing may grow faster than they do.</summary>
internal static class Growth
{
    private const double Most = 4; // caches and the garbage collector cost more for many; a quadratic cost would be a hundred times more
    private const int Rounds = 3;

    public static async Task<IReadOnlyList<string>> MeasureAsync(IReadOnlyList<int> sizes)
    {
        List<string> lines =
        [
            $"| µs a part | {string.Join(" | ", sizes.Select(static size => size.ToString("N0", CultureInfo.InvariantCulture)))} | last : first | must be | |",
            $"|---|{string.Concat(sizes.Select(static _ => "---:|"))}---:|---:|---|",
        ];
        foreach (var shape in Shapes.All)
        {
            await MeasureAsync(shape, sizes[0]); // warms up
            List<double> costs = [];
            foreach (var size in sizes)
            {
                costs.Add(await MeasureAsync(shape, size));
            }

            var growth = costs[^1] / costs[0];
            lines.Add(FormattableString.Invariant(
                $"| {shape.Name} | {string.Join(" | ", costs.Select(static cost => cost.ToString("0.00", CultureInfo.InvariantCulture)))} | {growth:0.0} | ≤ {Most} | {(growth <= Most ? "PASS" : "miss")} |"));
        }

        return lines;
    }

    private static async Task<double> MeasureAsync(Shape shape, int size)
    {
        List<double> samples = [];
        for (var round = 0; round < Rounds; round++)
        {
            var (parts, run) = shape.Build(size);
            GC.Collect();
            var from = Stopwatch.GetTimestamp();
            await run();
            samples.Add(Stopwatch.GetElapsedTime(from).TotalMicroseconds / parts);
        }

        return Sampler.Median(samples);
    }
}
