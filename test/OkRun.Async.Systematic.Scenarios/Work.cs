namespace OkRun.Async.Systematic;

/// <summary>What actors do in the scenarios.</summary>
internal static class Work
{
    public static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits for the end, however it came.</summary>
    public static Task Ended(Task task) => Task.WhenAny(task, task);

    public static async Task UntilTold(CancellationToken token)
    {
        var told = NewSignal();
        token.Register(() => told.TrySetResult());
        await told.Task;
    }

    public static async Task UntilCancelled(CancellationToken token)
    {
        await UntilTold(token);
        token.ThrowIfCancellationRequested();
    }

    public static void Block(Task until)
    {
#pragma warning disable VSTHRD002 // this is the sin, and Coyote sees it
        until.Wait();
#pragma warning restore VSTHRD002
    }

    public static async Task Ends(CancellationToken token) => await Task.Yield();
}
