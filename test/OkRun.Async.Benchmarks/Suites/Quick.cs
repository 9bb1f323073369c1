using BenchmarkDotNet.Running;
using OkRun.Async.Benchmarks.Also;
using OkRun.Async.Benchmarks.Contenders;
using OkRun.Async.Benchmarks.Ratios;

namespace OkRun.Async.Benchmarks.Suites;

/// <summary>Proves that everything here runs, with two actors and once, and measures nothing worth reading.</summary>
internal static class Quick
{
    public static async Task<int> RunAsync()
    {
        Sizes.AreTiny = true;
        var summaries = BenchmarkRunner.Run(typeof(Quick).Assembly, Settings.Quick);
        var table = new RatioTable(await Sampler.MeasureAsync(Contender.All, 10, TimeSpan.FromSeconds(1), 1));
        string[] lines = [.. table.Ratios(), .. await Extras.MeasureAsync(TimeSpan.Zero), .. await Growth.MeasureAsync([30, 300]), .. await StopLatency.MeasureAsync(2, TimeSpan.FromMilliseconds(1)), .. await Traces.MeasureAsync(2)];
        Console.WriteLine(string.Join(Environment.NewLine, lines));
        return summaries.Length > 0 && summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;
    }
}
