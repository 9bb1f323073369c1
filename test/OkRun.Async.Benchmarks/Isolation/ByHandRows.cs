using OkRun.Async.Benchmarks.Contenders;

namespace OkRun.Async.Benchmarks.Isolation;

/// <summary>
/// <see cref="HandWritten"/>. Only an actor can stop it: the first one does, without a hop through the pool, which is the best case. (The end of an await
/// that goes through the pool waits there behind the blockers, and the stop with it.)
/// </summary>
internal sealed class ByHandRows : PeerRows
{
    protected override Playable Build(IEnumerable<Func<CancellationToken, Task>> bodies)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.None);
        Func<CancellationToken, Task>[] all = [_ => stop.Task, .. bodies];
        Task? run = null;
        return new(() => run = HandWritten.RunAsync(all), () =>
        {
            stop.SetResult();
            return run!;
        });
    }
}
