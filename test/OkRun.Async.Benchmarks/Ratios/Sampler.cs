using System.Diagnostics;
using OkRun.Async.Benchmarks.Contenders;

namespace OkRun.Async.Benchmarks.Ratios;

/// <summary>Measures contenders against each other in one process: they take turns within each round, so that what disturbs the machine disturbs all of them.</summary>
internal static class Sampler
{
    /// <summary>The first rounds of a process, without a warm-up.</summary>
    public static async Task<IReadOnlyList<Measured>> MeasureColdAsync(IReadOnlyList<Contender> contenders, int n, int rounds)
    {
        List<Sample>[] samples = [.. contenders.Select(static _ => new List<Sample>())];
        for (var round = 0; round < rounds; round++)
        {
            await RoundAsync(contenders, n, round, samples);
        }

        return Medians(contenders, n, samples);
    }

    public static async Task<IReadOnlyList<Measured>> MeasureAsync(IReadOnlyList<Contender> contenders, int n, TimeSpan budget, int minimumRounds)
    {
        List<Sample>[] samples = [.. contenders.Select(static _ => new List<Sample>())];
        var clock = Stopwatch.StartNew();
        do
        {
            await RoundAsync(contenders, n, 0, samples); // warms up: its samples are thrown away
        }
        while (clock.Elapsed < budget / 5);

        Array.ForEach(samples, static each => each.Clear());
        for (var round = 0; round < minimumRounds || clock.Elapsed < budget; round++)
        {
            await RoundAsync(contenders, n, round, samples);
        }

        return Medians(contenders, n, samples);
    }

    private static async Task RoundAsync(IReadOnlyList<Contender> contenders, int n, int round, List<Sample>[] samples)
    {
        for (var turn = 0; turn < contenders.Count; turn++)
        {
            var i = (turn + round) % contenders.Count;
            samples[i].Add(await SampleAsync(contenders[i], n));
        }
    }

    private static IReadOnlyList<Measured> Medians(IReadOnlyList<Contender> contenders, int n, List<Sample>[] samples) =>
        [.. contenders.Select((contender, i) => new Measured(
            contender.Name, n, Median(samples[i].Select(s => s.Nanoseconds)), Median(samples[i].Select(s => s.Bytes)), Median(samples[i].Select(s => s.CpuNanoseconds)), samples[i].Count))];

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    public static async Task<Sample> SampleAsync(Contender contender, int n)
    {
        var count = Math.Max(1, (contender.RunsOnce ? 400 : 20_000) / n);
        var once = contender.RunsOnce ? null : contender.Build(n);
        Func<Task>[] runs = [.. Enumerable.Range(0, count).Select(_ => once ?? contender.Build(n))];
        Collect();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var from = Stopwatch.GetTimestamp();
        foreach (var run in runs)
        {
            await run();
        }

        var time = Stopwatch.GetElapsedTime(from);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        return new Sample(time.TotalNanoseconds / count, bytes / (double)count, cpu.TotalNanoseconds / count);
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
