namespace OkRun.Async;

/// <summary>Something that is started and stopped by methods, as an actor: <c>execute</c> starts it and waits for its end, the hook stops it.</summary>
internal abstract class Adapter(string name)
{
    private readonly TaskCompletionSource<bool> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;

    protected string Name => name;

    public Actor AsActor() => new(name, ExecuteAsync) { Interrupt = (_, deadline) => InterruptAsync(deadline) };

    protected abstract Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Waits until it ends, or begins to, by itself, and throws what it failed with.</summary>
    protected abstract Task EndAsync(CancellationToken cancellationToken);

    /// <param name="isStarted">False if the start has failed or was cancelled.</param>
    /// <param name="deadline">Cancelled when the time is up.</param>
    protected abstract Task StopAsync(bool isStarted, CancellationToken deadline);

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
            await StartAsync(cancellationToken).ConfigureAwait(false);
            _started.TrySetResult(true);
        }
        finally
        {
            _started.TrySetResult(false);
        }

        ready();
        await EndAsync(cancellationToken).ConfigureAwait(false);
        if (cancellationToken.IsCancellationRequested)
        {
            await _stopped.Task.ConfigureAwait(false); // it is the hook that stops it: until then it runs
        }
    }

    private async Task InterruptAsync(CancellationToken deadline)
    {
        try
        {
            await StopAsync(await _started.Task.ConfigureAwait(false), deadline).ConfigureAwait(false);
        }
        finally
        {
            _stopped.TrySetResult();
        }
    }
}
