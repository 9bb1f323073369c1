namespace OkRun.Async;

/// <summary>Something that is started and stopped by methods, as an actor: <c>execute</c> starts it and waits for its end, the hook stops it.</summary>
internal abstract class Adapter(string name)
{
    private readonly TaskCompletionSource _startIsOver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopIsOver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;

    protected string Name => name;

    public Actor AsActor(IReadOnlyList<Actor>? after, TimeSpan? stopTimeout)
    {
        if (after?.Contains(null!) == true)
        {
            throw new ArgumentException($"Actor '{name}' comes after a null actor.", nameof(after));
        }

        return new(name, ExecuteAsync)
        {
            Interrupt = (_, deadline) => InterruptAsync(deadline).Unwrap(),
            After = after ?? [],
            StopTimeout = stopTimeout,
        };
    }

    /// <summary>Starts it; false if it was told to stop before it had started, by others than the group.</summary>
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
        if (Interlocked.Exchange(ref _begun, 1) != 0)
        {
            throw new InvalidOperationException($"What actor '{name}' runs can be run only once.");
        }

        try
        {
            if (!await StartAsync(cancellationToken).ConfigureAwait(false))
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

    private async Task<Task> InterruptAsync(CancellationToken deadline)
    {
        await _startIsOver.Task.ConfigureAwait(false);
        var stopped = StopAsync(deadline);
        await Task.WhenAny(stopped).ConfigureAwait(false);
        _stopIsOver.TrySetResult();
        return stopped;
    }
}
