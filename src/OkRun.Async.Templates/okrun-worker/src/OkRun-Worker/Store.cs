using System.Threading.Channels;

namespace OkRun_Worker;

/// <summary>Saves one entry after another. What was added before the stop is saved.</summary>
public sealed class Store(Func<string, Task> save)
{
    private readonly Channel<string> _entries = Channel.CreateBounded<string>(100);

    public ValueTask AddAsync(string entry, CancellationToken cancellationToken) => _entries.Writer.WriteAsync(entry, cancellationToken);

    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        // Your code: connect, migrate.
        ready(); // now the actors that come after the store start

        using var stop = cancellationToken.Register(() => _entries.Writer.TryComplete());
        await foreach (var entry in _entries.Reader.ReadAllAsync(CancellationToken.None))
        {
            await save(entry);
        }
    }
}
