namespace OkRun.Async.Benchmarks.Ratios;

/// <summary>What one contender took for one n: the medians of all rounds.</summary>
internal sealed record Measured(string Contender, int N, double Nanoseconds, double Bytes, int Rounds);
