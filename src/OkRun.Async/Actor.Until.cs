namespace OkRun.Async;

public sealed partial record Actor
{
    /// <summary>Creates an actor that returns when another token is cancelled, and so stops the group without an error.</summary>
    /// <param name="token">The token to wait for. If it can never be cancelled, the actor only waits to be told to stop.</param>
    /// <returns>An actor called "until".</returns>
    public static Actor Until(CancellationToken token) => new("until", cancellationToken => CancelledAsync(token, cancellationToken));

    private static async Task CancelledAsync(CancellationToken token, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var first = token.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), cancelled);
        using var second = cancellationToken.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), cancelled);
        await cancelled.Task.ConfigureAwait(false);
    }
}
