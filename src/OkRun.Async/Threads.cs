namespace OkRun.Async;

/// <summary>Background threads for work that must not wait for the pool.</summary>
internal static class Threads
{
    /// <summary>Does it on a thread of its own, or here where the system has none to give.</summary>
    public static void Run(Action<object?> work, object? state)
    {
        if (!TryStart(work, state))
        {
            work(state);
        }
    }

    /// <summary>Starts a thread, without the execution context of the caller. Returns false where the system has none to give.</summary>
    public static bool TryStart(Action<object?> work, object? state, string? name = null)
    {
        try
        {
            new Thread(new ParameterizedThreadStart(work)) { IsBackground = true, Name = name }.UnsafeStart(state);
            return true;
        }
#pragma warning disable CA1031 // the system has no thread to give: the caller has another way
        catch
#pragma warning restore CA1031
        {
            return false;
        }
    }
}
