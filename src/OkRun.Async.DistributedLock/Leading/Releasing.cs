using Medallion.Threading;

namespace OkRun.Async;

internal static class Releasing
{
    /// <summary>Releases a lock. What that throws stays here: a lock that is lost, or whose service is away, is let go of by the service (law 6).</summary>
    public static async Task ReleaseAsync(this IDistributedSynchronizationHandle handle)
    {
        try
        {
            await handle.DisposeAsync().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // see above: nothing is left to do about it
        catch
#pragma warning restore CA1031
        {
        }
    }
}
