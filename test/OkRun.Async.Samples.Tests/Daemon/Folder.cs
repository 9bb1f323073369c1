using System.Text.Json;
using OrderDesk;

namespace OkRun.Async.Samples.Tests.Daemon;

/// <summary>An empty folder for the data of a daemon, gone after the test.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("okrun-").FullName;

    public string Log => System.IO.Path.Combine(Path, "orders.jsonl");

    /// <summary>The transitions in the log, in their order. What follows the last line's end was never whole.</summary>
    public async Task<List<Order>> TransitionsAsync()
    {
        var text = await File.ReadAllTextAsync(Log);
        return [.. text[..(text.LastIndexOf('\n') + 1)]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize(line, OrderJson.Default.Order)!)];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
