namespace OkRun.Async;

/// <summary>Foreign code that may block or throw, and must not keep the caller.</summary>
internal static class Bounded
{
    /// <summary>Runs it on a thread of its own, as the pool may be blocked, and waits for it as long as the limit. What it throws is ignored.</summary>
    /// <returns>Whether it has ended in time, without an exception.</returns>
    public static bool Run(Action action, TimeSpan limit)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Threads.TryStart(_ => Run(action, ended), null) && ((IAsyncResult)ended.Task).AsyncWaitHandle.WaitOne(limit) && !ended.Task.IsCanceled;
    }

    /// <summary>What it returns; null where it does not, or not in time.</summary>
    public static string? Text(Func<string?> text, TimeSpan limit)
    {
        string? read = null;
        return Run(() => Volatile.Write(ref read, text()), limit) ? Volatile.Read(ref read) : null;
    }

    private static void Run(Action action, TaskCompletionSource ended)
    {
        try
        {
            action();
            ended.TrySetResult();
        }
#pragma warning disable CA1031 // the caller learns that it failed, and has no use for more
        catch
#pragma warning restore CA1031
        {
            ended.TrySetCanceled();
        }
    }
}
