using BenchmarkDotNet.Attributes;
using OkRun.Async.Benchmarks.Contenders;

namespace OkRun.Async.Benchmarks.Suites;

/// <summary>A thousand actors side by side, with observers, and in one chain where each comes after the one before.</summary>
public class WhatCostsExtra
{
    private readonly Func<Task> _plain = Also.Extras.Plain.Build(Sizes.Of(1_000));
    private readonly Func<Task> _observed = Also.Extras.Observed.Build(Sizes.Of(1_000));
    private readonly Func<Task> _written = Also.Extras.Written.Build(Sizes.Of(1_000));
    private readonly Func<Task> _chained = Also.Extras.Chained.Build(Sizes.Of(1_000));
    private readonly Func<Task> _unheard = Also.Extras.Unheard.Build(Sizes.Of(1_000));

    [Benchmark(Baseline = true)]
    public Task Plain() => _plain();

    [Benchmark]
    public Task Observed() => _observed();

    [Benchmark]
    public Task Written() => _written();

    [Benchmark]
    public Task Chained() => _chained();

    [Benchmark]
    public Task Unheard() => _unheard();
}
