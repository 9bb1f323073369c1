using BenchmarkDotNet.Attributes;
using OkRun.Async.Benchmarks.Contenders;

namespace OkRun.Async.Benchmarks.Suites;

/// <summary>Actors that wait on their token while one returns: from the call to the completed task.</summary>
public class RunningActors
{
    private Func<Task> _byHand = null!;
    private Func<Task> _ours = null!;
    private Func<Task> _floor = null!;

    [ParamsSource(nameof(Counts))]
    public int N { get; set; }

    public static IEnumerable<int> Counts => Sizes.All;

    [GlobalSetup]
    public void Build() => (_byHand, _ours, _floor) = (new ByHand().Build(N), new Ours().Build(N), new Floor().Build(N));

    [Benchmark(Baseline = true)]
    public Task ByHand() => _byHand();

    [Benchmark]
    public Task OkRunAsync() => _ours();

    [Benchmark]
    public Task Floor() => _floor();
}
