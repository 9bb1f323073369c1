using OkRun.Async.Systematic;

namespace OkRun.Async;

/// <summary>Stands in for a thread that the core starts.</summary>
internal sealed class Thread(ParameterizedThreadStart start)
{
    public bool IsBackground { get; init; }

    public string? Name { get; init; }

    /// <summary>Waits for a task of its own. A point where others may run would not do: a strategy with priorities comes back to the one that spins.</summary>
    public static bool Yield()
    {
        Work.Block(Task.Run(static () => { }));
        return true;
    }

    public void UnsafeStart(object? parameter) => ThreadPool.Start(() => start(parameter));
}
