using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OkRun.Async.Growth;

/// <summary>A group in a host, from the start of the host to the end of its stop.</summary>
internal static class Host
{
    private const double BarMs = 2000;

    public static async Task<double> RunAsync(int count) => (await MeasureAsync(count)).CpuMs;

    private static async Task<(double Ms, double CpuMs)> MeasureAsync(int count)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddSimpleConsole().AddFilter(static level => level >= LogLevel.Information);
        var log = Console.Out;
        Console.SetOut(TextWriter.Null); // the lines are formatted and queued as in production
        try
        {
            var group = builder.Services.AddActorGroup("crowd");
            for (var number = 1; number <= count; number++)
            {
                var actor = new Actor($"actor {number}", static token => Task.Delay(Timeout.InfiniteTimeSpan, token));
                group.AddActor(_ => actor);
            }

            using var host = builder.Build();
            var (from, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await host.StartAsync(CancellationToken.None);
            await host.StopAsync(CancellationToken.None);
            return (Stopwatch.GetElapsedTime(from).TotalMilliseconds, (Environment.CpuUsage.TotalTime - used).TotalMilliseconds);
        }
        finally
        {
            Console.SetOut(log);
        }
    }

    /// <summary>True if ten thousand actors take longer than they may.</summary>
    public static async Task<bool> PrintTenThousandAsync()
    {
        var ms = Math.Min((await MeasureAsync(10_000)).Ms, (await MeasureAsync(10_000)).Ms);
        Console.WriteLine(FormattableString.Invariant($"10,000 hosted actors from start to stop: {ms:0} ms, at most {BarMs:0} ms: {(ms <= BarMs ? "ok" : "**too slow**")}"));
        return ms > BarMs;
    }
}
