using System.Runtime.ExceptionServices;

namespace OkRun.Async;

/// <summary>How the group stops with its host.</summary>
public sealed partial class HostedActorGroup
{
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
        return EndAsync(run, cancellationToken);
    }

    /// <summary>Stops the group without waiting for it.</summary>
    public void Dispose()
    {
        _run?.Stop();
        SettleExitCode();
    }

    /// <summary>Stops the group. Where the host was not stopped, it waits until everybody has stopped, for 30 seconds at the most.</summary>
    /// <returns>A task that ends when everybody has stopped, or the time is up.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_run is not { } run)
        {
            return;
        }

        run.Stop();
        if (!_isToldByHost)
        {
            using var patience = new CancellationTokenSource(Patience.Limit, _options.TimeProvider);
            await EndedOrCancelledAsync(run.Completion, patience.Token).ConfigureAwait(false);
            if (!run.Completion.IsCompleted)
            {
                Log.HostGaveUp(_logger, Name, Names.StillRunning(run));
            }
        }

        SettleExitCode();
    }

    private async Task EndAsync(ActorGroupRun run, CancellationToken cancellationToken)
    {
        await EndedOrCancelledAsync(run.Completion, cancellationToken).ConfigureAwait(false);
        if (run.Completion.IsCompleted)
        {
            _isOutcomeThrown = true;
            await run.Completion.ConfigureAwait(false);
            return;
        }

        var names = Names.StillRunning(run);
        Log.HostGaveUp(_logger, Name, names);
        _isOutcomeThrown = true;
        _ = run.Completion.ContinueWith(
            static late => late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        if (Failure(run) is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        throw new StopTimeoutException($"The actor group '{Name}' did not stop within the host's time-out; still running: {names}.");
    }

    /// <summary>A failure that no method of the host can throw any more still must not look like success.</summary>
    private void SettleExitCode()
    {
        if (!_isOutcomeThrown && _run is { } run && (run.Completion.IsFaulted || Failure(run) is not null))
        {
            _ = run.Completion.Exception; // seen
            Environment.ExitCode = Environment.ExitCode == 0 ? 1 : Environment.ExitCode;
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
