namespace OkRun.Async.Samples.Tests.Daemon;

/// <summary>Tests that keep the machine busy take turns.</summary>
[CollectionDefinition(nameof(UnderLoad))]
public sealed class UnderLoad;
