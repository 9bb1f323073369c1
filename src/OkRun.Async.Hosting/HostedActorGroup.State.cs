using Microsoft.Extensions.Hosting;

namespace OkRun.Async;

// What is known of the group: whether it is up, degraded, has done its part or has failed; and how it is drained.
public sealed partial class HostedActorGroup
{
    private readonly List<Degradation> _degradations = [];
    private volatile bool _hasDoneItsPart;
    private volatile bool _hasNoActors;
    private long _announcedAt; // when the host began to stop: several groups are drained at once, though a host stops them one after the other

    /// <summary>Whether every actor is ready, or has done its part, and neither group nor host stops.</summary>
    internal bool IsUp => !_lifetime.ApplicationStopping.IsCancellationRequested
        && (_hasNoActors || (Run is { Ready.IsCompletedSuccessfully: true } run && (!_stopping.Task.IsCompleted || (_hasDoneItsPart && !run.Completion.IsFaulted))));

    /// <summary>Whether the group was started without actors, and is allowed to be.</summary>
    internal bool HasNoActors => _hasNoActors;

    /// <summary>Ends when the run begins to stop; faulted with the cause if that is a failure.</summary>
    internal Task Stopping => _stopping.Task;

    /// <summary>Why the group is degraded; empty if it is not.</summary>
    internal IReadOnlyList<string> Degradations
    {
        get
        {
            lock (_degradations)
            {
                return [.. _degradations.Select(static each => each.Reason)];
            }
        }
    }

    /// <summary>Reports that the group is degraded, for instance because an actor has lost its connection. Its health check is degraded until the result is disposed.</summary>
    /// <remarks>Nothing else changes: no actor stops, no order changes, and a group that is not up stays unhealthy. Several reports hold until each of them is disposed.</remarks>
    /// <param name="reason">What is missing, for people who read logs and health checks, such as "the connection to the broker is lost".</param>
    /// <returns>An object that withdraws the report when it is disposed. Disposing it again does nothing.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="reason"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is empty or white space.</exception>
    public IDisposable ReportDegraded(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var degradation = new Degradation(this, reason);
        lock (_degradations)
        {
            _degradations.Add(degradation);
        }

        Log.GroupDegraded(_logger, Name, reason);
        return degradation;
    }

    /// <summary>Called by the host before it stops any of its services, a web server among them: the group is not ready any more, and works on for a while.</summary>
    async Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken)
    {
        if (_options.DrainDelay == TimeSpan.Zero || _stopping.Task.IsCompleted || _run is null)
        {
            return;
        }

        _lifetime.StopApplication(); // a host that is stopped without it would announce its stop only afterwards
        var delay = _options.DrainDelay - _options.TimeProvider.GetElapsedTime(Volatile.Read(ref _announcedAt));
        if (delay <= TimeSpan.Zero)
        {
            return;
        }

        Log.GroupDrains(_logger, Name, (long)delay.TotalMilliseconds);
        using var patience = Patience.Begin(_options.TimeProvider, delay);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        await EndedOrCancelledAsync(_stopping.Task, either.Token).ConfigureAwait(false); // a group that has failed meanwhile is not worth waiting for
    }

    /// <summary>A failure must not look like success, not even before a method of the host has thrown it, or where none can.</summary>
    private static void Fail() => Environment.ExitCode = Environment.ExitCode == 0 ? 1 : Environment.ExitCode;

    private void StopIsAnnounced() => Volatile.Write(ref _announcedAt, _options.TimeProvider.GetTimestamp());

    private void Withdraw(Degradation degradation)
    {
        lock (_degradations)
        {
            if (!_degradations.Remove(degradation))
            {
                return;
            }
        }

        Log.GroupRestored(_logger, Name, degradation.Reason);
    }

    private sealed class Degradation(HostedActorGroup group, string reason) : IDisposable
    {
        public string Reason => reason;

        public void Dispose() => group.Withdraw(this);
    }

    /// <summary>Follows the run for the host. It is told last.</summary>
    private sealed class Follower(HostedActorGroup group) : ActorGroupObserver, IActorGroupRunObserver
    {
        private volatile ActorGroupRun? _run;
        private HashSet<Actor>? _own; // the actors of the run, once one has failed

        public void OnStarting(ActorGroupRun run) => (_run, _own) = (run, null);

        public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed)
        {
            // What fails inside of an actor is the actor's to judge: a leader that has lost its lock goes on.
            if (exception is not null && IsOwn(actor))
            {
                Fail();
            }
        }

        public override void OnInterruptFailed(Actor actor, Exception exception)
        {
            if (IsOwn(actor))
            {
                Fail();
            }
        }

        public override void OnAbandoned(Actor actor, TimeSpan timeout) => Fail();

        private bool IsOwn(Actor actor) => _run is not { } run || (_own ??= [.. run.Actors.Select(static each => each.Actor)]).Contains(actor);

        public override void OnStopping(Actor? first, Exception? cause)
        {
            if (cause is null)
            {
                group._hasDoneItsPart = first is null && _run is { } run && run.Actors.All(static each => each.Actor.OneShot && each.State == ActorState.Ended);
                group._stopping.TrySetResult();
                return;
            }

            Fail();
            group._stopping.TrySetException(cause);
            _ = group._stopping.Task.Exception; // seen: it comes out of the run too
        }
    }
}
