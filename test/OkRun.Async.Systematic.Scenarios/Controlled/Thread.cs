namespace OkRun.Async;

/// <summary>Stands in for a thread that the core starts.</summary>
internal sealed class Thread(ParameterizedThreadStart start)
{
    public bool IsBackground { get; init; }

    public string? Name { get; init; }

    public void UnsafeStart(object? parameter) => ThreadPool.Queue(() => start(parameter));
}
