#if !NET8_0_OR_GREATER
namespace OkRun.Async;

internal sealed class TaskCompletionSource(TaskCreationOptions creationOptions) : TaskCompletionSource<bool>(creationOptions)
{
    public bool TrySetResult() => TrySetResult(true);
}

/// <summary>What newer targets know of tasks and tokens.</summary>
internal static class Tasks
{
    public static CancellationTokenRegistration UnsafeRegister(this CancellationToken cancellationToken, Action<object?> callback, object? state) =>
        cancellationToken.Register(callback, state, useSynchronizationContext: false);
}
#endif
