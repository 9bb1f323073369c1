namespace OkRun.Async.Samples.Tests.Daemon;

/// <summary>Tests that keep the machine busy take turns, and have it for themselves.</summary>
[CollectionDefinition(nameof(UnderLoad), DisableParallelization = true)]
public sealed class UnderLoad;
