using System.Diagnostics.CodeAnalysis;
using Medallion.Threading;

namespace OkRun.Async;

/// <summary>One request to the lock service at a time: so a backend that shares a connection between locks needs only one.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle has nothing to dispose.")]
internal sealed class Gate
{
    private readonly SemaphoreSlim _gate = new(1);

    public async Task<IDistributedSynchronizationHandle?> AskAsync(Func<ValueTask<IDistributedSynchronizationHandle?>> ask, CancellationToken stop)
    {
        await _gate.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            return await ask().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>No exception comes out.</summary>
    public async Task ReleaseAsync(IDistributedSynchronizationHandle handle)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            await handle.ReleaseAsync().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }
}
