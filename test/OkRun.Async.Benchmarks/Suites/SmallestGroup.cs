using BenchmarkDotNet.Attributes;
using OkRun.Async.Benchmarks.Contenders;

namespace OkRun.Async.Benchmarks.Suites;

/// <summary>The smallest group: building it, adding one actor, running it.</summary>
public class SmallestGroup
{
    private readonly Func<Task> _byHand = new BuiltAndRun(new ByHand()).Build(1);
    private readonly Func<Task> _ours = new BuiltAndRun(new Ours()).Build(1);

    [Benchmark(Baseline = true)]
    public Task ByHand() => _byHand();

    [Benchmark]
    public Task OkRunAsync() => _ours();
}
