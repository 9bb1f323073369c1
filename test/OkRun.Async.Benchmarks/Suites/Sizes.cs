namespace OkRun.Async.Benchmarks.Suites;

/// <summary>The numbers of actors of a suite. The quick mode only proves that each benchmark runs.</summary>
internal static class Sizes
{
    public static bool AreTiny { get; set; }

    public static IEnumerable<int> All => AreTiny ? [2] : [2, 10, 100, 1_000, 10_000, 100_000];

    public static int Of(int n) => AreTiny ? 2 : n;
}
