namespace OkRun.Async.Benchmarks.Ratios;

/// <summary>
/// What one contender took for one n: the medians of all rounds. The time of the processors is what a busy machine disturbs least: where only the time by the clock differs, it was the machine.
/// </summary>
internal sealed record Measured(string Contender, int N, double Nanoseconds, double Bytes, double CpuNanoseconds, int Rounds);

/// <summary>What a run took, on average over the runs of one sample.</summary>
internal readonly record struct Sample(double Nanoseconds, double Bytes, double CpuNanoseconds);
