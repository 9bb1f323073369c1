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
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(1);

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

    private static bool TryStartThread(ThreadStart start)
    {
        try
        {
            new Thread(start) { IsBackground = true }.Start();
            return true;
        }
#pragma warning disable CA1031 // the system has no thread to give: it, or the pool, will have one sooner or later
        catch
#pragma warning restore CA1031
        {
            return false;
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
        var from = TimeProvider.System.GetTimestamp();
        while (!source.IsCancellationRequested)
        {
            if (!hasThread && TimeProvider.System.GetElapsedTime(from, TimeProvider.System.GetTimestamp()) > _patience)
            {
                (hasThread, from) = (TryStartThread(CancelOnce), TimeProvider.System.GetTimestamp());
            }

            Thread.Yield(); // to sleep would take a millisecond and more for each of the actors that are told together
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
