using Medallion.Threading;

namespace OkRun.Async;

/// <summary>What a replica does once it holds a lock: laws 3 to 6. Its number, the delay, the actors, their stop, and only then the release.</summary>
/// <param name="scope">The leader-only actor, in its run.</param>
/// <param name="options">How it leads.</param>
/// <param name="telling">Its observer.</param>
/// <param name="standing">What it does, for those who look.</param>
/// <param name="name">The name of the term.</param>
/// <param name="path">What stands between the names of the leader-only actor and of those of the term; null for nothing.</param>
/// <param name="actors">The actors of a term.</param>
internal sealed class Term(ActorScope scope, LeaderOptions options, Telling telling, Standing standing, string name, string? path, Func<LeaderTerm, ActorGroup> actors)
{
    private readonly TimeProvider _clock = options.TimeProvider;
    private LeaderTerm? _led; // set once its actors start

    /// <summary>Leads until the term is over, and releases the lock. Called once. No exception comes out.</summary>
    /// <param name="handle">The lock, which is held.</param>
    /// <param name="release">Releases it; no exception comes out.</param>
    /// <param name="stop">Tells the actors of the term to stop.</param>
    public async Task<Outcome> RunAsync(IDistributedSynchronizationHandle handle, Func<IDistributedSynchronizationHandle, Task> release, CancellationToken stop)
    {
        var outcome = await WatchAsync(handle, stop).ConfigureAwait(false);
        if (!outcome.CanRelease)
        {
            Unreleased.Keep(handle);
            return outcome;
        }

        await release(handle).ConfigureAwait(false);
        if (_led is not null)
        {
            telling.Released(_led);
        }

        return outcome;
    }

    private async Task<Outcome> WatchAsync(IDistributedSynchronizationHandle handle, CancellationToken stop)
    {
        Watch watch;
        try
        {
            watch = new(handle, options);
        }
#pragma warning disable CA1031 // a handle that is lost already may throw when it is asked for its token
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Outcome.NotBegun(exception);
        }

        try
        {
            return watch.SeesTheLock || options.ConfirmTerm is not null
                ? await LeadAsync(watch, stop).ConfigureAwait(false)
                : Outcome.Failed(new InvalidOperationException(
                    $"Actor '{scope.Actor.Name}' needs {nameof(LeaderOptions)}.{nameof(LeaderOptions.ConfirmTerm)}: its lock is of a kind that cannot tell when it is lost."));
        }
        finally
        {
            watch.End();
        }
    }

    private async Task<Outcome> LeadAsync(Watch watch, CancellationToken stop)
    {
        LeaderTerm term;
        try
        {
            term = await BeginAsync(watch, stop).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // the store of the terms is away: law 1
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Outcome.NotBegun(exception);
        }

        if (!stop.IsCancellationRequested && watch.Lost.IsCompleted)
        {
            return Outcome.NotBegun(new LeadershipLostException(term, await watch.Lost.ConfigureAwait(false)));
        }

        if (stop.IsCancellationRequested)
        {
            return Outcome.NotBegun(new OperationCanceledException(stop));
        }

        ActorGroup group;
        try
        {
            group = actors(term) ?? throw new InvalidOperationException($"Actor '{scope.Actor.Name}' was given a null group for its term.");
        }
#pragma warning disable CA1031 // whatever the user's code throws is the actor's failure
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Outcome.Failed(exception);
        }

        return await RunAsync(term, group, watch, stop).ConfigureAwait(false);
    }

    private async Task<LeaderTerm> BeginAsync(Watch watch, CancellationToken stop)
    {
        using var notAnyMore = CancellationTokenSource.CreateLinkedTokenSource(stop, watch.Token);
        notAnyMore.Token.ThrowIfCancellationRequested();
        var askedAt = _clock.GetTimestamp();
        var number = options.BeginTerm is { } begin ? await begin(name, notAnyMore.Token).ConfigureAwait(false) : 0;
        LeaderTerm term = new(name, number, _clock.GetUtcNow());
        watch.BeginToConfirm(term, askedAt);
        await _clock.PassAsync(options.TakeOverDelay, notAnyMore.Token).ConfigureAwait(false);
        return term;
    }

    private async Task<Outcome> RunAsync(LeaderTerm term, ActorGroup group, Watch watch, CancellationToken stop)
    {
        _led = term;
        var startedAt = _clock.GetTimestamp();
        standing.Set(LeaderRole.Leading, term);
        var span = Instruments.StartSpan(term);
        telling.Leading(term);
        var run = scope.Start(group, path);
        using var registration = stop.UnsafeRegister(_ =>
        {
            standing.Set(LeaderRole.Stopping, term);
            run.Stop();
        }, null);

        // Lead until the actors have stopped, or the term is lost.
        await Task.WhenAny(run.Completion, watch.Lost).ConfigureAwait(false);
        standing.Set(LeaderRole.Stopping, term);
        LeadershipLostException? lost = null;
        if (!run.Completion.IsCompleted)
        {
            lost = new(term, await watch.Lost.ConfigureAwait(false));
            var isReason = !stop.IsCancellationRequested;
            run.Stop(lost);
            telling.Lost(term, await watch.Lost.ConfigureAwait(false));
            if (!await run.Completion.EndsWithinAsync(_clock, options.LostTimeout).ConfigureAwait(false))
            {
                Instruments.CountTerm(name, LeaderEnd.Failed, Elapsed());
                Instruments.EndSpan(span, LeaderEnd.Failed);
                return Abandon(run, lost);
            }

            lost = isReason && run.First is null ? lost : null;
        }

        // They have stopped, unless one of them was abandoned.
        var failures = run.Completion.Exception?.InnerExceptions.ToArray() ?? [];
        Exception[] late = [.. failures.Where(static each => each is StopTimeoutException)];
        var end = late.Length > 0 ? LeaderEnd.Failed
            : lost is not null ? LeaderEnd.Lost
            : failures.Length > 0 ? LeaderEnd.Failed
            : stop.IsCancellationRequested && run.First is null ? LeaderEnd.Stopped : LeaderEnd.Ended;
        Instruments.CountTerm(name, end, Elapsed());
        Instruments.EndSpan(span, end);
        if (late.Length > 0)
        {
            return new(LeaderEnd.Failed, lost is null ? failures : late, CanRelease: false);
        }

        telling.Stopped(term, end, Elapsed());
        return new(end, lost is null ? failures : [lost]);

        TimeSpan Elapsed() => _clock.GetElapsedTime(startedAt, _clock.GetTimestamp());
    }

    private Outcome Abandon(ActorGroupRun run, LeadershipLostException lost)
    {
        _ = run.Completion.ContinueWith(
            static task => task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default); // observed
        Actor[] late = [.. run.Actors.Where(static each => each.Running != ActorParts.None).Select(static each => each.Actor)];
        return new(
            LeaderEnd.Failed,
            [new StopTimeoutException($"{lost.Message} These actors did not stop within {options.LostTimeout}, and only the end of the process ends them: {string.Join(", ", late.Select(static each => each.Name))}.", late)],
            CanRelease: false);
    }
}
