namespace OkRun.Async;

/// <summary>The context of a task of Coyote holds its scheduler and flows by itself: there is nothing to capture. The unit tests prove law 2 on this.</summary>
internal sealed class ExecutionContext
{
    private ExecutionContext()
    {
    }

    public static ExecutionContext? Capture() => null;

    public static void Run(ExecutionContext context, ContextCallback callback, object? state) => callback(state);

    public ExecutionContext CreateCopy() => this;
}

/// <summary>The synchronization context is Coyote's own: it must stay.</summary>
internal static class SynchronizationContext
{
    public static object? Current => null;

    public static void SetSynchronizationContext(object? context)
    {
    }
}
