namespace OkRun.Async.Samples.Tests.Daemon;

/// <summary>An empty folder, gone after the test.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("okrun-drill-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
