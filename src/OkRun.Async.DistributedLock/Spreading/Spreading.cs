using Medallion.Threading;

namespace OkRun.Async;

/// <summary>One run of a spread actor: law 8. In each period it looks which replicas are there, gives up what it has too much of, and takes what is free.</summary>
internal sealed class Spreading(
    ActorScope scope, string name, IReadOnlyList<(string Name, IDistributedLock Lock)> partitions, IDistributedReaderWriterLock[] seats, Func<string, LeaderTerm, ActorGroup> actors, SpreadOptions options)
{
    private readonly CancellationToken _stop = scope.CancellationToken;
    private readonly Telling _telling = new(options.Observer);
    private readonly Gate _gate = new();
    private readonly List<Holding> _holdings = [];
    private readonly List<Exception> _failures = [];
    private bool _isOver;
    private bool _isStandby;

    /// <summary>Returns what the actor fails with; nothing if it ends well.</summary>
    public async Task<IReadOnlyList<Exception>> RunAsync()
    {
        var presence = new Presence(seats, _gate);
        using var standing = new Standing(name, scope, options.TimeProvider);
        standing.Set(LeaderRole.Waiting);
        var outage = new Outage(name, _telling, standing, options.TimeProvider);
        var terms = new Outage(name, _telling, standing, options.TimeProvider); // of their store, which may be away alone
        while (!_isOver && !_stop.IsCancellationRequested)
        {
            try
            {
                await BalanceAsync(presence, outage, terms, standing).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // whatever a backend throws where its service is away: what is held is watched by itself
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (!_stop.IsCancellationRequested)
                {
                    outage.Tell(exception);
                }
            }

            await PauseAsync(terms).ConfigureAwait(false);
        }

        standing.Set(LeaderRole.Stopping);
        foreach (var holding in _holdings)
        {
            holding.GiveUp();
        }

        while (_holdings.Count > 0)
        {
            await Task.WhenAny(_holdings.Select(static each => each.WhenOver)).ConfigureAwait(false);
            await ReapAsync(terms).ConfigureAwait(false);
        }

        await presence.LeaveAsync().ConfigureAwait(false);
        return _failures;
    }

    private async Task BalanceAsync(Presence presence, Outage outage, Outage terms, Standing standing)
    {
        var (place, isFull) = await presence.LookAsync(_stop).ConfigureAwait(false);
        outage.End();
        standing.Set(place is null ? LeaderRole.Waiting : LeaderRole.Leading);
        if (!scope.Actor.OneShot)
        {
            scope.Ready();
        }

        if (isFull && !_isStandby)
        {
            _telling.Waiting(name);
        }

        _isStandby = isFull;
        var quota = place is { } mine ? Quota.Of(partitions.Count, mine) : 0;
        if (_holdings.Count(static each => each.Leads) >= quota)
        {
            terms.End();
        }

        foreach (var surplus in _holdings.Where(static each => each.Stays).Skip(quota))
        {
            surplus.GiveUp();
        }

        // Each begins elsewhere, so that they seldom ask for the same.
        var first = place is { } seat ? seat.Rank * partitions.Count / seat.Replicas : 0;
        for (var i = 0; i < partitions.Count && _holdings.Count(static each => each.Stays) < quota; i++)
        {
            await TakeAsync(partitions[(first + i) % partitions.Count]).ConfigureAwait(false);
        }
    }

    private async Task TakeAsync((string Name, IDistributedLock Lock) partition)
    {
        if (_holdings.Exists(each => each.Partition == partition.Name))
        {
            return;
        }

        if (await _gate.AskAsync(() => partition.Lock.TryAcquireAsync(TimeSpan.Zero, _stop), _stop).ConfigureAwait(false) is not { } handle)
        {
            return;
        }

#pragma warning disable CA2000 // disposed when the partition is over
        var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        var standing = new Standing($"{name}/{partition.Name}", scope: null, options.TimeProvider);
#pragma warning restore CA2000
        var term = new Term(scope, options, _telling, standing, $"{name}/{partition.Name}", partition.Name, term => actors(partition.Name, term));
        _holdings.Add(new(partition.Name, stop, standing, term.RunAsync(handle, _gate.ReleaseAsync, stop.Token)));
    }

    /// <summary>Until the next period, or something happens to a partition.</summary>
    private async Task PauseAsync(Outage terms)
    {
        using var isOver = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        var period = options.TimeProvider.PassAsync(options.Period, isOver.Token);
        while (!period.IsCompleted && !_isOver)
        {
            await Task.WhenAny([period, .. _holdings.Select(static each => each.WhenOver)]).ConfigureAwait(false);
            await ReapAsync(terms).ConfigureAwait(false);
        }

        isOver.CancelHere();
        await ReapAsync(terms).ConfigureAwait(false);
    }

    private async Task ReapAsync(Outage terms)
    {
        foreach (var holding in _holdings.Where(static each => each.WhenOver.IsCompleted).ToArray())
        {
            _holdings.Remove(holding);
            var (outcome, stays) = (await holding.WhenOver.ConfigureAwait(false), holding.Stays);
            holding.Dispose();
            if (outcome.IsFinal(options, _stop))
            {
                _isOver = true;
                _failures.AddRange(outcome.Exceptions);
            }
            else if (outcome.End is null && stays)
            {
                terms.Tell(outcome.Exceptions[0]);
            }
        }
    }
}
