namespace OkRun.Async;

/// <summary>Threads that the core starts for itself are tasks that Coyote schedules.</summary>
internal static class Threads
{
    public static bool TryStart(Action<object?> work, object? state, string? name = null) => ThreadPool.Start(() => work(state));

    public static void Run(Action<object?> work, object? state) => TryStart(work, state);
}
