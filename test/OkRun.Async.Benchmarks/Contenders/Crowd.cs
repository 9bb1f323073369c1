namespace OkRun.Async.Benchmarks.Contenders;

/// <summary>
/// What every contender runs: n - 1 actors that wait on their token, and one that returns as soon as all of them wait, so that no contender is spared work by an early stop.
/// The wait is <c>Task.Delay(infinite, token)</c>: what people write, without a timer for an infinite delay, and its end is a status and not an exception.
/// </summary>
internal sealed class Crowd(int size)
{
    private TaskCompletionSource _everybodyWaits = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    public int Size => size;

    /// <summary>Makes ready for a run. The first thing in each contender's run, and so in everybody's time and bytes.</summary>
    public void Gather()
    {
        _everybodyWaits = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting = 0;
    }

    /// <summary>The bodies, in the order in which they are started: the last is the one that returns.</summary>
    public IEnumerable<Func<CancellationToken, Task>> Bodies()
    {
        Func<CancellationToken, Task> wait = WaitAsync;
        for (var i = 1; i < size; i++)
        {
            yield return wait;
        }

        yield return ReturnAsync;
    }

    private Task WaitAsync(CancellationToken cancellationToken)
    {
        var waiting = Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        if (Interlocked.Increment(ref _waiting) == size - 1)
        {
            _everybodyWaits.TrySetResult();
        }

        return waiting;
    }

    private Task ReturnAsync(CancellationToken cancellationToken) => size == 1 ? Task.CompletedTask : _everybodyWaits.Task;
}
