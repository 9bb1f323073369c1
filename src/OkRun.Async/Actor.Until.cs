namespace OkRun.Async;

public sealed partial record Actor
{
    private static readonly Action<object?> _complete = static source => ((TaskCompletionSource)source!).TrySetResult();

    /// <summary>Creates an actor that returns when another token is cancelled, and so stops the group without an error.</summary>
    /// <remarks>When <paramref name="token"/> is cancelled, the actor ends on a thread of its own: it needs none of the pool, and no code of the group runs on the stack that cancels.</remarks>
    /// <param name="token">The token to wait for. If it can never be cancelled, the actor only waits to be told to stop.</param>
    /// <returns>An actor called "until".</returns>
    public static Actor Until(CancellationToken token) => new("until", cancellationToken => CancelledAsync(token, cancellationToken));

    private static async Task CancelledAsync(CancellationToken token, CancellationToken cancellationToken)
    {
        if (token.IsCancellationRequested)
        {
            return;
        }

        var cancelled = new TaskCompletionSource(TaskCreationOptions.None); // completed where the actor is told to stop, or on a thread of its own: the pool may be blocked, and the other token is cancelled by foreign code
        using var first = token.UnsafeRegister(static source => Threads.Run(_complete, source), cancelled);
        using var second = cancellationToken.UnsafeRegister(_complete, cancelled);
        await cancelled.Task.ConfigureAwait(false);
    }
}
