using OrderDesk;

namespace OkRun.Async.Samples.Tests.Daemon;

/// <summary>An empty folder for the data of a daemon, gone after the test.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("okrun-").FullName;

    public string Log => System.IO.Path.Combine(Path, "orders.jsonl");

    public Task<List<Order>> TransitionsAsync() => Ledger.TransitionsAsync(Log);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
