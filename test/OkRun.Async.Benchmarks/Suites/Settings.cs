using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace OkRun.Async.Benchmarks.Suites;

/// <summary>How BenchmarkDotNet runs the suites: with bytes, and each in a process of its own; in the quick mode in this process, once.</summary>
internal static class Settings
{
    public static IConfig Full { get; } = DefaultConfig.Instance.AddDiagnoser(MemoryDiagnoser.Default);

    public static IConfig Quick { get; } = Full.AddJob(Job.Dry.WithToolchain(InProcessEmitToolchain.Instance));
}
