using System.Diagnostics;
using System.Globalization;
using OkRun.Async.Benchmarks.Peer;
using OkRun.Async.Benchmarks.Ratios;

namespace OkRun.Async.Benchmarks.Also;

/// <summary>The first run in a fresh process, compiled just in time and ahead of time; and how large the library is.</summary>
internal static class ColdStart
{
    public static async Task<IReadOnlyList<string>> MeasureAsync(int rounds)
    {
        List<string> lines = ["| | first run, ms | whole process, ms | program, kB |", "|---|---:|---:|---:|"];
        foreach (var (how, option) in new[] { ("JIT", "-p:Aot=false"), ("NativeAOT", "-p:Aot=true") })
        {
            var program = await PublishAsync(how, option);
            string[] contenders = ["by-hand", "ours"];
            var samples = contenders.ToDictionary(contender => contender, _ => new List<(double First, double Whole)>());
            for (var round = 0; round < rounds; round++)
            {
                foreach (var contender in contenders)
                {
                    samples[contender].Add(await SampleAsync(program, contender));
                }
            }

            lines.AddRange(contenders.Select(contender => FormattableString.Invariant(
                $"| {how}, {contender} | {Sampler.Median(samples[contender].Select(s => s.First)):0.00} | {Sampler.Median(samples[contender].Select(s => s.Whole)):0.0} | {Kilobytes(program):0} |")));
        }

        lines.Add(FormattableString.Invariant($"| OkRun.Async.dll, with embedded symbols | | | {Kilobytes(typeof(ActorGroup).Assembly.Location):0} |"));
        return lines;
    }

    private static async Task<string> PublishAsync(string how, string option)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "cold", how);
        var project = Path.Combine(Repository.Folder, "ColdStart", "OkRun.Async.ColdStart.csproj");
        await Command.OutputAsync("dotnet", ["publish", project, "-c", "Release", "--use-current-runtime", "--self-contained", how == "JIT" ? "false" : "true", "-o", folder, option]);
        return Path.Combine(folder, "OkRun.Async.ColdStart");
    }

    private static async Task<(double First, double Whole)> SampleAsync(string program, string contender)
    {
        var from = Stopwatch.GetTimestamp();
        var output = await Command.OutputAsync(program, [contender]);
        return (double.Parse(output, CultureInfo.InvariantCulture) / 1000, Stopwatch.GetElapsedTime(from).TotalMilliseconds);
    }

    private static double Kilobytes(string file) => new FileInfo(file).Length / 1000.0;
}
