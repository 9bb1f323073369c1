namespace OkRun.Async.Drills;

/// <summary>Where orders are kept: opened before all others start, flushed after all others have ended.</summary>
internal sealed class OrderStore(Drill drill) : IDisposable
{
    private readonly SemaphoreSlim _lock = new(0);

    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ready);
        await OpenAsync(cancellationToken);
        ready();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await FlushAsync();
    }

    public void Dispose() => _lock.Dispose();

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (drill.Is(Drills.NeverReady))
        {
            await LockAsync(cancellationToken);
        }
    }

    /// <summary>Another process has the lock.</summary>
    private Task LockAsync(CancellationToken cancellationToken) => _lock.WaitAsync(cancellationToken);

    private async Task FlushAsync()
    {
        await Task.Yield();
        if (drill.Is(Drills.FlushFails))
        {
            throw new IOException("No space left on device : '/var/lib/shop/orders.jsonl'");
        }
    }
}
