using System.Runtime.ExceptionServices;

namespace OkRun.Async;

/// <summary>How the group stops with its host.</summary>
public sealed partial class HostedActorGroup
{
    private const string WithinPatience = "within 30 seconds"; // of ours: there no host sets a limit
    private volatile bool _isOutcomeThrown;
    private int _givenUp;

    private bool IsGivenUp => Volatile.Read(ref _givenUp) != 0;

    /// <summary>Stops the group, and waits until everybody has stopped.</summary>
    /// <param name="cancellationToken">Cancelled when the host's time is up.</param>
    /// <returns>A task that ends when everybody has stopped; faulted with the first exception if somebody failed.</returns>
    /// <exception cref="StopTimeoutException">On await: the time was up and nobody had failed. The message names who was still running.</exception>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _isToldByHost = true;
        if (_run is not { } run)
        {
            return Task.CompletedTask;
        }

        run.Stop();
        return EndAsync(run, "within the host's time-out", cancellationToken);
    }

    /// <summary>Stops the group without waiting for it.</summary>
    public void Dispose()
    {
        _run?.Stop();
        SettleExitCode();
    }

    /// <summary>Stops the group, and waits until everybody has stopped, for 30 seconds at the most; not where somebody has waited in vain before.</summary>
    /// <returns>A task that ends when everybody has stopped, or the time is up.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_run is not { } run)
        {
            return;
        }

        run.Stop();
        using var patience = new CancellationTokenSource(Patience.Limit, _options.TimeProvider);
        await HasEndedAsync(run, WithinPatience, patience.Token).ConfigureAwait(false);
        SettleExitCode();
    }

    private async Task EndedBeforeReadyAsync(ActorGroupRun run, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested && !run.Completion.IsCompleted && !_stopping.Task.IsCompleted)
        {
            var late = run.Actors.Where(status => status.State is ActorState.Starting or ActorState.Waiting).Select(status => status.Actor);
            run.Stop();
            throw new OperationCanceledException($"The actor group '{Name}' was given up before it was ready; not ready: {Names.Of([.. late], "an observer, which has not heard of every actor that it is")}.", cancellationToken);
        }

        using var patience = new CancellationTokenSource(Patience.Limit, _options.TimeProvider); // the host sets no limit here
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        await EndedOrCancelledAsync(run.Completion, either.Token).ConfigureAwait(false);
        if (!run.Completion.IsCompleted && !patience.IsCancellationRequested)
        {
            ThrowFailure(run);
            throw new OperationCanceledException(
                $"The start of the actor group '{Name}' was given up before everybody had stopped; still running: {Names.Of(Names.StillRunning(run))}.", cancellationToken);
        }

        await EndAsync(run, WithinPatience, patience.Token).ConfigureAwait(false);
    }

    private async Task EndAsync(ActorGroupRun run, string limit, CancellationToken cancellationToken)
    {
        var hasEnded = await HasEndedAsync(run, limit, cancellationToken).ConfigureAwait(false);
        _isOutcomeThrown = true;
        if (hasEnded)
        {
            await run.Completion.ConfigureAwait(false);
            return;
        }

        ThrowFailure(run);
        var late = Names.StillRunning(run);
        throw new StopTimeoutException($"The actor group '{Name}' did not stop {limit}; still running: {Names.Of(late)}.", late);
    }

    /// <summary>Waits for the end of the run, but not again where that was in vain before: a container disposes of a service once for each of its registrations.</summary>
    private async Task<bool> HasEndedAsync(ActorGroupRun run, string limit, CancellationToken cancellationToken)
    {
        if (!IsGivenUp)
        {
            await EndedOrCancelledAsync(run.Completion, cancellationToken).ConfigureAwait(false);
        }

        if (run.Completion.IsCompleted)
        {
            return true;
        }

        if (Interlocked.Exchange(ref _givenUp, 1) == 0)
        {
            Log.GroupGivenUp(_logger, Name, limit, Names.Of(Names.StillRunning(run)));
            _ = run.Completion.ContinueWith(
                static late => late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        return false;
    }

    /// <summary>Stops the host as soon as the group stops by itself.</summary>
    private async Task StopHostAsync()
    {
        await Task.WhenAny(_stopping.Task).ConfigureAwait(false);
        if (_isToldByHost)
        {
            return;
        }

        if (!_stopping.Task.IsFaulted && !_lifetime.ApplicationStarted.IsCancellationRequested)
        {
            // Stopping a host that is starting makes its start fail, and nothing has failed.
            _lifetime.ApplicationStarted.Register(_lifetime.StopApplication);
            return;
        }

        _lifetime.StopApplication();
    }

    /// <summary>A failure, or a stop that did not end, that no method of the host can throw any more still must not look like success.</summary>
    private void SettleExitCode()
    {
        if (!_isOutcomeThrown && _run is { } run && (IsGivenUp || run.Completion.IsFaulted || Failure(run) is not null))
        {
            _ = run.Completion.Exception; // seen
            Environment.ExitCode = Environment.ExitCode == 0 ? 1 : Environment.ExitCode;
        }
    }

    private void ThrowFailure(ActorGroupRun run)
    {
        if (Failure(run) is { } failure)
        {
            _isOutcomeThrown = true;
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>What is known to have failed of a run that has not ended: the actor that stopped it, or else any.</summary>
    private static Exception? Failure(ActorGroupRun run)
    {
        var first = run.First;
        return run.Actors.Where(status => status.Exception is not null).OrderBy(status => status.Actor != first).FirstOrDefault().Exception;
    }

    private static async Task EndedOrCancelledAsync(Task task, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var registration = cancellationToken.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), cancelled);
        await using (registration.ConfigureAwait(false))
        {
            await Task.WhenAny(task, cancelled.Task).ConfigureAwait(false);
        }
    }
}
