using OkRun.Async.Benchmarks.Contenders;

namespace OkRun.Async.Benchmarks.Isolation;

/// <summary>
/// <see cref="HandWritten"/>. It is stopped as it can be: its first actor waits for the token of the application, which is cancelled by a thread outside of the pool.
/// </summary>
internal sealed class ByHandRows : PeerRows
{
    private static readonly CancellationTokenSource _stopping = new();

    protected override Playable Build(IEnumerable<Func<CancellationToken, Task>> bodies)
    {
        Func<CancellationToken, Task>[] all = [_ => Waits(_stopping.Token), .. bodies];
        Task? run = null;
        return new(() => run = HandWritten.RunAsync(all), () =>
        {
            Cancel();
            return run!;
        });
    }

    private static void Cancel() => _stopping.Cancel();
}
