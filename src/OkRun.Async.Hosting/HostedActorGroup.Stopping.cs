using System.Runtime.ExceptionServices;

namespace OkRun.Async;

// How the group stops with its host.
public sealed partial class HostedActorGroup
{
    private const string WithinPatience = "within 30 seconds"; // of ours: there no host sets a limit
    private volatile bool _isToldByHost;
    private int _givenUp;

    private bool IsGivenUp => Volatile.Read(ref _givenUp) != 0;

    /// <summary>Stops the group, and waits until every actor has stopped.</summary>
    /// <remarks>Where the start has no run yet, there is nothing to wait for. That start, or a later one, stops its run at once and waits for its end, for 30 seconds at the most.</remarks>
    /// <param name="cancellationToken">Cancelled when the host's time is up.</param>
    /// <returns>A task that ends when every actor has stopped. It is faulted with the first exception if an actor has failed.</returns>
    /// <exception cref="StopTimeoutException">On await: the time was up and nothing had failed. It names the actors that were told to stop and still run.</exception>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _isToldByHost = true;
        Interlocked.MemoryBarrier(); // a start at this moment sees this, or this sees its run
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
        _isToldByHost = true; // which may have failed to start, and disposes what it has
        _run?.Stop();
        _ = _run?.Completion.Exception; // seen: the exit code says so
    }

    /// <summary>Stops the group, and waits until every actor has stopped, for 30 seconds at most. It does not wait if an earlier wait was given up.</summary>
    /// <returns>A task that ends when every actor has stopped, or the time is up.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_run is not { } run)
        {
            return;
        }

        _isToldByHost = true;
        run.Stop();
        using var patience = Patience.Begin(_options.TimeProvider);
        await HasEndedAsync(run, WithinPatience, patience.Token).ConfigureAwait(false);
        _ = run.Completion.Exception; // seen: the exit code says so
    }

    /// <summary>Whether the group was stopped before it had a run. Then the start waits for the end of the run, as the stop could not.</summary>
    private async Task<bool> IsStoppedMeanwhileAsync(ActorGroupRun run)
    {
        Interlocked.MemoryBarrier();
        if (!_isToldByHost)
        {
            return false;
        }

        run.Stop();
        using var patience = Patience.Begin(_options.TimeProvider);
        await EndAsync(run, WithinPatience, patience.Token).ConfigureAwait(false);
        return true;
    }

    private async Task EndedBeforeReadyAsync(ActorGroupRun run, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested && !run.Completion.IsCompleted && !_stopping.Task.IsCompleted)
        {
            var late = Waiting.ForStart(run.Actors, actor => Waiting.Location(run, actor));
            run.Stop();
            throw new OperationCanceledException($"The actor group '{Name}' was given up before it was ready; not ready: {late}.", cancellationToken);
        }

        using var patience = Patience.Begin(_options.TimeProvider); // the host sets no limit here
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        await EndedOrCancelledAsync(run.Completion, either.Token).ConfigureAwait(false);
        if (!run.Completion.IsCompleted && !patience.IsCancellationRequested)
        {
            ThrowFailure(run);
            throw new OperationCanceledException(
                $"The start of the actor group '{Name}' was given up before every actor had stopped: {Waiting.ForLateStop(run.Actors, actor => Waiting.Location(run, actor))}.", cancellationToken);
        }

        await EndAsync(run, WithinPatience, patience.Token).ConfigureAwait(false);
    }

    private async Task EndAsync(ActorGroupRun run, string limit, CancellationToken cancellationToken)
    {
        if (await HasEndedAsync(run, limit, cancellationToken).ConfigureAwait(false))
        {
            await run.Completion.ConfigureAwait(false);
            return;
        }

        ThrowFailure(run);
        var actors = run.Actors;
        Actor[] late = [.. Waiting.Late(actors).Select(static each => each.Actor)];
        throw new StopTimeoutException($"The actor group '{Name}' did not stop {limit}: {Waiting.ForLateStop(actors, actor => Waiting.Location(run, actor))}.", late)
        {
            Traces = [.. late.Select(run.Trace)],
        };
    }

    /// <summary>Waits for the end of the run, unless an earlier wait was given up: a container disposes a service once for each of its registrations.</summary>
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
            Fail();
            Log.GroupGivenUp(_logger, Name, limit, Waiting.ForLateStop(run.Actors, actor => Waiting.Location(run, actor)));
            _ = run.Completion.ContinueWith(
                static late => late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        return false;
    }

    /// <summary>Stops the host as soon as the group stops by itself, unless it has done its part.</summary>
    private async Task StopHostAsync(ActorGroupRun run)
    {
        await Task.WhenAny(_stopping.Task).ConfigureAwait(false);
        if (_hasDoneItsPart)
        {
            await Task.WhenAny(run.Completion).ConfigureAwait(false); // hooks are called now, and may fail
        }

        if (_isToldByHost || (_hasDoneItsPart && run.Completion.IsCompletedSuccessfully))
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

    private static void ThrowFailure(ActorGroupRun run)
    {
        if (Failure(run) is { } failure)
        {
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
