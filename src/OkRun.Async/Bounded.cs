namespace OkRun.Async;

/// <summary>Foreign code that may block or throw, and must not keep the caller.</summary>
internal static class Bounded
{
    /// <summary>Runs it on a thread of its own, as the pool may be blocked, and waits for it as long as the limit. What it throws is ignored.</summary>
    /// <returns>Whether it has ended in time, without an exception.</returns>
    public static bool Run(Action action, TimeSpan limit)
    {
        var isDone = false;
        try
        {
            var thread = new Thread(_ => isDone = Try(action)) { IsBackground = true };
            thread.UnsafeStart(null);
            return thread.Join(limit) && Volatile.Read(ref isDone);
        }
#pragma warning disable CA1031 // the system has no thread to give: what cannot be bounded is not done
        catch
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
#pragma warning disable CA1031 // the caller is told that it failed, and has no use for more
        catch
#pragma warning restore CA1031
        {
            return false;
        }
    }
}
