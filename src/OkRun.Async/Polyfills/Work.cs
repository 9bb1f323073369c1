#if !NET8_0_OR_GREATER
namespace OkRun.Async;

internal interface IThreadPoolWorkItem
{
    void Execute();
}

internal sealed class TaskCompletionSource(TaskCreationOptions creationOptions) : TaskCompletionSource<bool>(creationOptions)
{
    public bool TrySetResult() => TrySetResult(true);
}

/// <summary>The ways of newer targets to put work on the pool, and to cancel without running the callbacks on the caller's stack.</summary>
internal static class Work
{
    extension(ThreadPool)
    {
        public static bool UnsafeQueueUserWorkItem(IThreadPoolWorkItem callBack, bool preferLocal) =>
            ThreadPool.UnsafeQueueUserWorkItem(static state => ((IThreadPoolWorkItem)state).Execute(), callBack);

        public static bool UnsafeQueueUserWorkItem<T>(Action<T> callBack, T state, bool preferLocal) =>
            ThreadPool.UnsafeQueueUserWorkItem(_ => callBack(state), null);
    }

    public static void UnsafeStart(this Thread thread, object? parameter) => thread.Start(parameter);

    public static CancellationTokenRegistration UnsafeRegister(this CancellationToken cancellationToken, Action<object?> callback, object? state) =>
        cancellationToken.Register(callback, state, useSynchronizationContext: false);

    /// <summary>
    /// Cancels from another thread and returns once the source reads as cancelled; the task ends when the callbacks have. One work item of the pool tries;
    /// where the pool is too busy to run it at once, a thread does, so that an actor whose callbacks block does not delay those told after it.
    /// </summary>
    public static Task CancelAsync(this CancellationTokenSource source)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var claimed = 0;
        ThreadPool.UnsafeQueueUserWorkItem(_ => CancelOnce(), null);
        for (var spin = default(SpinWait); !source.IsCancellationRequested; spin.SpinOnce())
        {
            if (spin.Count == 50)
            {
                new Thread(CancelOnce) { IsBackground = true }.Start();
            }
        }

        return cancelled.Task;

        void CancelOnce()
        {
            if (Interlocked.Exchange(ref claimed, 1) != 0)
            {
                return;
            }

            try
            {
                source.Cancel();
                cancelled.TrySetResult();
            }
            catch (AggregateException exception)
            {
                cancelled.TrySetException(exception);
            }
        }
    }
}
#endif
