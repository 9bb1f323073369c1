namespace OkRun.Async;

// What stops the run, and which actors are over: laws 5 to 11.
internal sealed partial class RunState
{
    /// <summary>The first request decides which actor was first, and the cause. Actors that still wait never start.</summary>
    public void Stop(int? first, Exception? cause)
    {
        if (IsStopping)
        {
            return;
        }

        (_first, Cause, EndedByItself) = (first ?? -1, cause, _executions == 0);
        if (_dependencies is not null || !HasBegun)
        {
            for (var i = 0; i < _actors.Length; i++)
            {
                if (!_actors[i].Has(Steps.Started))
                {
                    Close(i, _actors[i].Open);
                }
            }

            _due = [.. Enumerable.Range(0, _actors.Length).Where(actor => _actors[actor].Has(Steps.Started) && _openDependents![actor] == 0)];
        }

        IsStopping = true;
    }

    private void End(int actor, Exception[] failures, long now, bool isWithdrawn)
    {
        if (_actors[actor].Has(Steps.Abandoned))
        {
            return; // nothing of it reaches the run any more
        }

        var failure = failures.Length == 0 ? null : failures[0];
        var isDone = _actors[actor].Is(Traits.OneShot) && failure is null && !isWithdrawn;
        Keep(actor, failures);
        MarkEnded(actor, now);
        Announce(EffectKind.AnnounceEnded, actor, failure);
        if (isDone)
        {
            BecomeReady(actor, now);
        }

        AllowHook(actor); // an actor that got no thread was never entered
        Close(actor, ActorParts.Execute);
        if (!(isDone || isWithdrawn) || _executions == 0)
        {
            Stop(isDone || isWithdrawn ? null : actor, failure);
        }
    }

    /// <summary>Law 8: once all tokens of the actors that were told read as cancelled, hooks may be called and time limits begin.</summary>
    private void MarkCancelled(int actor)
    {
        if ((HasHooks || HasLimits) && !_actors[actor].Has(Steps.Cancelled))
        {
            _actors[actor].Steps |= Steps.Cancelled;
            _uncancelled--;
        }
    }

    private void EndPart(int actor, ActorParts part, Exception[] failures)
    {
        if (_actors[actor].Has(Steps.Abandoned) || _actors[actor].Open == ActorParts.None)
        {
            return;
        }

        foreach (var failure in Keep(actor, failures)) // the observer already knows what was thrown before
        {
            Announce(EffectKind.AnnounceInterruptFailed, actor, failure);
        }

        Close(actor, part);
    }

    private void TimeOut(int actor, long now)
    {
        if (_actors[actor].Open == ActorParts.None)
        {
            return;
        }

        if (_actors[actor].IsOpen(ActorParts.Execute))
        {
            MarkEnded(actor, now);
        }

        _actors[actor].Steps |= Steps.Abandoned;
        (Failures ??= new()).AddLate();
        Do(EffectKind.Abandon, actor);
        Close(actor, _actors[actor].Open);
    }

    private void MarkEnded(int actor, long now)
    {
        if (_records is not null)
        {
            _records[actor].EndedAt = now;
        }
    }

    /// <summary>Keeps failures, and returns those that are new.</summary>
    private Exception[] Keep(int actor, Exception[] failures)
    {
        if (failures.Length == 0)
        {
            return failures;
        }

        if (_records is not null)
        {
            _records[actor].Failure ??= failures[0];
        }

        return (Failures ??= new()).Add(failures);
    }

    /// <summary>Parts of an actor are over. Law 9: with the last part, it is the turn of the actors that it came after.</summary>
    private void Close(int actor, ActorParts parts)
    {
        ref var progress = ref _actors[actor];
        var closed = parts & progress.Open;
        progress.Open &= ~parts;
        progress.Running &= progress.Has(Steps.Abandoned) ? progress.Running : ~parts;
        _executions -= (closed & ActorParts.Execute) != 0 ? 1 : 0;
        _callbacks -= (closed & ActorParts.Callbacks) != 0 ? 1 : 0;
        _hooks -= (closed & ActorParts.Hook) != 0 ? 1 : 0;
        if (closed == ActorParts.None || progress.Open != ActorParts.None)
        {
            return;
        }

        if (progress.Is(Traits.Limited) && progress.Has(Steps.Armed) && !progress.Has(Steps.Abandoned))
        {
            Do(EffectKind.EndLimit, actor);
        }

        if (_dependencies is null)
        {
            return;
        }

        foreach (var dependency in _dependencies.Of(actor))
        {
            if (--_openDependents![dependency] == 0 && IsStopping)
            {
                _due!.Add(dependency);
            }
        }
    }
}
