#if !NET8_0_OR_GREATER
using System.Runtime.CompilerServices;

namespace OkRun.Async;

internal interface IThreadPoolWorkItem
{
    void Execute();
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

    public static void UnsafeStart(this Thread thread, object? parameter)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            thread.Start(parameter);
            return;
        }

        using (ExecutionContext.SuppressFlow())
        {
            thread.Start(parameter);
        }
    }

    /// <summary>Cancels on another thread, and returns once the source reads as cancelled. The task ends when the callbacks have.</summary>
    public static Task CancelAsync(this CancellationTokenSource source)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!Threads.TryStart(_ => Cancel(), null))
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => Cancel(), null);
        }

        SpinWait.SpinUntil(() => source.IsCancellationRequested);
        return cancelled.Task;

        void Cancel()
        {
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
