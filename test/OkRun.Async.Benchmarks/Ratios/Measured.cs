using System.Globalization;

namespace OkRun.Async.Benchmarks.Ratios;

/// <summary>
/// What one contender took for one n: the medians of all rounds. The time of the processors is what a busy machine disturbs least: where only the time by the clock differs, it was the machine.
/// </summary>
internal sealed record Measured(string Contender, int N, double Nanoseconds, double Bytes, double CpuNanoseconds, int Rounds)
{
    private const char Separator = '|';

    /// <summary>One line, for another process to read.</summary>
    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Contender}|{N}|{Nanoseconds:R}|{Bytes:R}|{CpuNanoseconds:R}|{Rounds}");

    public static Measured FromLine(string line)
    {
        var parts = line.Split(Separator);
        return new(parts[0], Number(1), Double(2), Double(3), Double(4), Number(5));

        int Number(int part) => int.Parse(parts[part], CultureInfo.InvariantCulture);

        double Double(int part) => double.Parse(parts[part], CultureInfo.InvariantCulture);
    }
}

/// <summary>What a run took, on average over the runs of one sample.</summary>
internal readonly record struct Sample(double Nanoseconds, double Bytes, double CpuNanoseconds);
