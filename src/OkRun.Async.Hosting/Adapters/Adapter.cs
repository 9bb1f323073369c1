namespace OkRun.Async;

/// <summary>Something that is started and stopped by methods, as an actor: <c>execute</c> starts it and waits for its end, the hook stops it.</summary>
internal abstract class Adapter(string name)
{
    private readonly TaskCompletionSource<CancellationToken> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _startIsOver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopIsOver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _hooks;

    protected string Name => name;

    public Actor AsActor() => new(name, ExecuteAsync) { Interrupt = (_, deadline) => InterruptAsync(deadline).Unwrap() };

    /// <summary>Starts it; false if it was told to stop before it had started, by others than the group.</summary>
    /// <param name="cancellationToken">Cancelled when the start is given up; never once it is over.</param>
    protected abstract Task<bool> StartAsync(CancellationToken cancellationToken);

    /// <summary>Waits until it ends, or begins to, by itself, and throws what it failed with.</summary>
    protected abstract Task EndAsync(CancellationToken cancellationToken);

    /// <summary>Stops it, as far as its start came: that is over, well or not.</summary>
    /// <param name="deadline">Cancelled when the time is up.</param>
    /// <returns>A task with all that went wrong.</returns>
    protected abstract Task StopAsync(CancellationToken deadline);

    protected static async Task CancelledAsync(CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var registration = cancellationToken.UnsafeRegister(static source => ((TaskCompletionSource)source!).TrySetResult(), cancelled);
        await using (registration.ConfigureAwait(false))
        {
            await cancelled.Task.ConfigureAwait(false);
        }
    }

    private async Task ExecuteAsync(Action ready, CancellationToken cancellationToken)
    {
        if (!_begun.TrySetResult(cancellationToken))
        {
            throw new InvalidOperationException($"What actor '{name}' runs can be run only once.");
        }

        try
        {
            // Lent for the start only: what keeps this token must not take the stop for a start that is given up.
            using var start = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (!await StartAsync(start.Token).ConfigureAwait(false))
            {
                return;
            }
        }
        finally
        {
            _startIsOver.TrySetResult();
        }

        ready();
        await EndAsync(cancellationToken).ConfigureAwait(false);
        if (cancellationToken.IsCancellationRequested)
        {
            await _stopIsOver.Task.ConfigureAwait(false); // it is the hook that stops it: until then it runs
        }
    }

    /// <summary>Every run of the actor calls the hook, also one that was refused. The token of the run that was not refused is cancelled before its hook is called.</summary>
    private async Task<Task> InterruptAsync(CancellationToken deadline)
    {
        var token = await _begun.Task.ConfigureAwait(false);
        if (!token.IsCancellationRequested)
        {
            return Task.CompletedTask; // the hook of a run that was refused
        }

        if (Interlocked.Increment(ref _hooks) > 1)
        {
            return _stopIsOver.Task; // two runs stop at once, or one after the other: it is stopped once
        }

        await _startIsOver.Task.ConfigureAwait(false);
        var stopped = StopAsync(deadline);
        await Task.WhenAny(stopped).ConfigureAwait(false);
        _stopIsOver.TrySetResult();
        return stopped;
    }
}
