using System.Diagnostics;
using System.Globalization;
using OkRun.Async.Benchmarks.Contenders;

namespace OkRun.Async.Benchmarks.Ratios;

/// <summary>
/// Under which conditions the contenders are measured, in a process of its own. Steady: all code is compiled fully before it runs. Cold: as a process starts, while the runtime still
/// compiles what is called often, and without a warm-up.
/// </summary>
/// <param name="IsSteady">Whether all code is compiled fully from the start.</param>
/// <param name="EndsAtOnce">Whether the first end comes at once, while other actors still start.</param>
internal sealed record Conditions(bool IsSteady, bool EndsAtOnce)
{
    private static readonly TimeSpan _budget = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _budgetOfMany = TimeSpan.FromSeconds(40);

    public static IReadOnlyList<Conditions> All { get; } = [new(IsSteady: true, EndsAtOnce: false), new(IsSteady: true, EndsAtOnce: true), new(IsSteady: false, EndsAtOnce: false), new(IsSteady: false, EndsAtOnce: true)];

    public string Title => $"{(IsSteady ? "Steady" : "Cold")}, the first end comes {(EndsAtOnce ? "at once" : "when all wait")}";

    /// <summary>Measures in a process that meets the conditions.</summary>
    public async Task<IReadOnlyList<Measured>> MeasureAsync(int n)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["measure", $"{n}", IsSteady ? "steady" : "cold", EndsAtOnce ? "at-once" : "all-wait"]) { RedirectStandardOutput = true };
        if (IsSteady)
        {
            start.Environment["DOTNET_TieredCompilation"] = "0";
            start.Environment["DOTNET_ReadyToRun"] = "0";
        }

        using var child = Process.Start(start)!;
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return child.ExitCode == 0
            ? [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Measured.FromLine)]
            : throw new InvalidOperationException($"The process that measures has ended with {child.ExitCode.ToString(CultureInfo.InvariantCulture)}.");
    }

    /// <summary>Measures in this process, and prints a line for each contender.</summary>
    public static async Task MeasureHereAsync(int n, string warmth, string firstEnd)
    {
        var contenders = firstEnd == "at-once" ? Contender.AtOnce : Contender.All;
        var measured = warmth == "steady"
            ? await Sampler.MeasureAsync(contenders, n, n < 100_000 ? _budget : _budgetOfMany, 5)
            : await Sampler.MeasureColdAsync(contenders, n, 3);
        foreach (var each in measured)
        {
            Console.WriteLine(each.ToLine());
        }
    }
}
