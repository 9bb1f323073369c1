namespace OkRun.Async.Samples.Tests.Daemon;

/// <summary>An empty folder, gone after the test. In the place of the Daemon's, which the small disk is made of.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("okrun-monitor-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
