namespace OkRun.Async;

/// <summary>Waiting by a clock. Nothing here throws because of a cancellation.</summary>
internal static class Delays
{
    /// <summary>More than any timer counts.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>Completes when the time has passed, or the token is cancelled.</summary>
    public static async Task PassAsync(this TimeProvider clock, TimeSpan time, CancellationToken cancellationToken)
    {
        if (time <= TimeSpan.Zero || cancellationToken.IsCancellationRequested)
        {
            return;
        }

        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = clock.CreateTimer(static passed => ((TaskCompletionSource)passed!).TrySetResult(), passed, time, Timeout.InfiniteTimeSpan);
        using var registration = cancellationToken.UnsafeRegister(static passed => ((TaskCompletionSource)passed!).TrySetResult(), passed);
        await passed.Task.ConfigureAwait(false);
    }

    /// <summary>Whether the task ends, however it does, before the time has passed.</summary>
    public static async Task<bool> EndsWithinAsync(this Task task, TimeProvider clock, TimeSpan limit)
    {
        if (limit < TimeSpan.Zero || limit >= Longest)
        {
            await Task.WhenAny(task).ConfigureAwait(false);
            return true;
        }

        using var isOver = new CancellationTokenSource();
        await Task.WhenAny(task, clock.PassAsync(limit, isOver.Token)).ConfigureAwait(false);
        isOver.CancelHere();
        return task.IsCompleted;
    }

    /// <summary>Cancels on this stack: for a source that nothing but <see cref="PassAsync"/> hears.</summary>
    public static void CancelHere(this CancellationTokenSource source) => source.Cancel();

    /// <summary>Cancels without running the callbacks, which may be foreign code, on this stack. What they throw is lost.</summary>
    public static void CancelAndForget(this CancellationTokenSource source) => _ = source.CancelAsync().ContinueWith(
        static task => task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
