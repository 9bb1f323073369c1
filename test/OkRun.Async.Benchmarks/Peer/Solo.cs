using System.Diagnostics;
using System.Globalization;
using OkRun.Async.Benchmarks.Contenders;
using OkRun.Async.Benchmarks.Ratios;

namespace OkRun.Async.Benchmarks.Peer;

/// <summary>
/// Ours alone in its process: prints, for each n, the median of the nanoseconds a run, and the peak resident memory of the process so far in kB. The Go program does the same.
/// </summary>
internal static class Solo
{
    private static readonly TimeSpan _untilCompiled = TimeSpan.FromSeconds(3); // the tiers of the JIT take that long on a busy machine; Go comes compiled

    public static async Task RunAsync(TimeSpan budget, IReadOnlyList<int> sizes)
    {
        await MeasureAsync(sizes[0], _untilCompiled);
        foreach (var n in sizes)
        {
            var median = await MeasureAsync(n, budget);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{n} {median:F0} {PeakResident()}"));
        }
    }

    private static async Task<double> MeasureAsync(int n, TimeSpan budget)
    {
        List<double> samples = [];
        for (var clock = Stopwatch.StartNew(); samples.Count < 3 || clock.Elapsed < budget;)
        {
            samples.Add((await Sampler.SampleAsync(Contender.Us, n)).Nanoseconds);
        }

        return Sampler.Median(samples);
    }

    private static string PeakResident() =>
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
}
