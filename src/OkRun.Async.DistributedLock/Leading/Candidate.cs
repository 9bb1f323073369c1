using Medallion.Threading;

namespace OkRun.Async;

/// <summary>One run of a leader-only actor: it waits for its lock, leads, and waits again.</summary>
internal sealed class Candidate(ActorScope scope, IDistributedLock mutex, string name, Func<LeaderTerm, ActorGroup> actors, LeaderOptions options)
{
    private readonly CancellationToken _stop = scope.CancellationToken;
    private readonly Telling _telling = new(options.Observer);

    /// <summary>Returns what the actor fails with; nothing if it ends well.</summary>
    public async Task<IReadOnlyList<Exception>> RunAsync()
    {
        using var standing = new Standing(name, scope, options.TimeProvider);
        standing.Set(LeaderRole.Waiting);
        var outage = new Outage(name, _telling, standing, options.TimeProvider);
        while (await AcquireAsync(outage, standing).ConfigureAwait(false) is { } handle)
        {
            var outcome = await new Term(scope, options, _telling, standing, name, path: null, actors).RunAsync(handle, static each => each.ReleaseAsync(), _stop).ConfigureAwait(false);
            if (outcome.IsFinal(options, _stop))
            {
                return outcome.Exceptions;
            }

            standing.Set(LeaderRole.Waiting);
            if (outcome.End is not null)
            {
                outage.End();
            }
            else if (!_stop.IsCancellationRequested)
            {
                await outage.PauseAsync(outcome.Exceptions[0], _stop).ConfigureAwait(false);
            }
        }

        return [];
    }

    /// <summary>Waits for the lock. Null when told to stop.</summary>
    private async Task<IDistributedSynchronizationHandle?> AcquireAsync(Outage outage, Standing standing)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                // Asked first without waiting: nothing else tells whether a wait has begun or the service is away.
                var handle = await mutex.TryAcquireAsync(TimeSpan.Zero, _stop).ConfigureAwait(false);
                BecomeReady();
                if (handle is null)
                {
                    outage.End();
                    standing.Set(LeaderRole.Waiting);
                    _telling.Waiting(name);
                    handle = await mutex.AcquireAsync(timeout: null, _stop).ConfigureAwait(false);
                }

                return handle;
            }
#pragma warning disable CA1031 // whatever a backend throws where its service is away
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (!_stop.IsCancellationRequested)
                {
                    await outage.PauseAsync(exception, _stop).ConfigureAwait(false);
                }
            }
        }

        return null;
    }

    private void BecomeReady()
    {
        if (!scope.Actor.OneShot) // that is ready when it has ended well
        {
            scope.Ready();
        }
    }
}
