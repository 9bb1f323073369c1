using BenchmarkDotNet.Attributes;
using OkRun.Async.Benchmarks.Contenders;

namespace OkRun.Async.Benchmarks.Suites;

/// <summary>The same workload in the Generic Host, which runs once and so is built anew before each measured run, and in groups that are treated like that.</summary>
public class RunningHosts
{
    private Func<Task> _host = null!;
    private Func<Task> _ours = null!;

    [ParamsSource(nameof(Counts))]
    public int N { get; set; }

    public static IEnumerable<int> Counts => Sizes.All;

    [IterationSetup]
    public void Build() => (_host, _ours) = (new GenericHost().Build(N), new Ours().Build(N));

    [Benchmark(Baseline = true)]
    public Task GenericHost() => _host();

    [Benchmark]
    public Task OkRunAsync() => _ours();
}
