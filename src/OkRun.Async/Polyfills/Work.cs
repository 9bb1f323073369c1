#if !NET8_0_OR_GREATER
using System.Runtime.CompilerServices;

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
    extension(RuntimeHelpers)
    {
        public static bool TryEnsureSufficientExecutionStack()
        {
            try
            {
                RuntimeHelpers.EnsureSufficientExecutionStack();
                return true;
            }
            catch (InsufficientExecutionStackException)
            {
                return false;
            }
        }
    }

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

    private static void TryStartThread(ThreadStart start)
    {
        try
        {
            new Thread(start) { IsBackground = true }.Start();
        }
#pragma warning disable CA1031 // the system has no thread to give: the pool will have one sooner or later
        catch
#pragma warning restore CA1031
        {
        }
    }

    /// <summary>
    /// Cancels from another thread and returns once the source reads as cancelled; the task ends when the callbacks have. One work item of the pool tries;
    /// where the pool is too busy to run it at once, a thread does, so that an actor whose callbacks block does not delay those told after it.
    /// </summary>
    public static Task CancelAsync(this CancellationTokenSource source)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var claimed = 0;
        ThreadPool.UnsafeQueueUserWorkItem(_ => CancelOnce(), null);
        var hasThread = false;
        var from = Environment.TickCount;
        for (; !source.IsCancellationRequested; Thread.Yield()) // to sleep would take a millisecond for each of the actors that are told together
        {
            if (!hasThread && Environment.TickCount - from > 1)
            {
                hasThread = true;
                TryStartThread(CancelOnce);
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
