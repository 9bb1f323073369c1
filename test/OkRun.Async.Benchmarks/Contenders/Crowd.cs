namespace OkRun.Async.Benchmarks.Contenders;

/// <summary>
/// What every contender runs: n - 1 actors that wait on their token, and one that returns. Either the last returns as soon as all others wait, so that no contender is spared work by an early stop.
/// Or the first returns at once, and the stop meets actors that have not started yet.
/// The wait is <c>Task.Delay(infinite, token)</c>: what people write, without a timer for an infinite delay, and its end is a status and not an exception.
/// </summary>
internal sealed class Crowd(int size, bool endsAtOnce = false)
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

    /// <summary>The bodies, in the order in which they are started.</summary>
    public IEnumerable<Func<CancellationToken, Task>> Bodies()
    {
        Func<CancellationToken, Task> wait = WaitAsync;
        for (var i = 0; i < size; i++)
        {
            yield return i == (endsAtOnce ? 0 : size - 1) ? ReturnAsync : wait;
        }
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

    private Task ReturnAsync(CancellationToken cancellationToken) => size == 1 || endsAtOnce ? Task.CompletedTask : _everybodyWaits.Task;
}
