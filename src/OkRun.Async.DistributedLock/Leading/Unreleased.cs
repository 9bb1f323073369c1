using Medallion.Threading;

namespace OkRun.Async;

/// <summary>Locks whose actors did not stop. They are held until the process ends: a handle that is collected would be released.</summary>
internal static class Unreleased
{
    private static readonly List<IDistributedSynchronizationHandle> _handles = [];

    public static void Keep(IDistributedSynchronizationHandle handle)
    {
        lock (_handles)
        {
            _handles.Add(handle);
        }
    }
}
