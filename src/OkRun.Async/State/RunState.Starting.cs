namespace OkRun.Async;

// Which actors start, and which are ready: laws 2 to 5.
internal sealed partial class RunState
{
    private void Begin(long now)
    {
        HasBegun = !IsStopping; // law 3: where the caller had cancelled before, nothing starts
        _isDraining = _isObserved; // nothing is drained until the start has been announced
        _isWaiting = !StartsAny;
        if (!HasBegun)
        {
            return;
        }

        for (var i = 0; i < _actors.Length; i++)
        {
            if (StartsFirst(i))
            {
                Start(i, now);
            }
        }

        if (_actors.Length == 0)
        {
            IsReady = true;
            Stop(null, null); // there is no actor to wait for
        }
    }

    private void Start(int actor, long now)
    {
        _actors[actor].Steps |= Steps.Started;
        _actors[actor].Running |= ActorParts.Execute;
        if (_records is not null)
        {
            _records[actor].StartedAt = now;
        }
    }

    private void Enter(int actor, long now)
    {
        if (_actors[actor].Is(Traits.Plain))
        {
            BecomeReady(actor, now);
        }

        AllowHook(actor);
    }

    /// <summary>From now on the hook may be called. It is due already if the actor was told to stop before it was entered.</summary>
    private void AllowHook(int actor)
    {
        if (_actors[actor].Is(Traits.HasHook) && _actors[actor].Has(Steps.Armed) && !_actors[actor].Has(Steps.Entered))
        {
            Do(EffectKind.CallHook, actor);
        }

        _actors[actor].Steps |= Steps.Entered;
    }

    private void BecomeReady(int actor, long now)
    {
        if (IsStopping || _actors[actor].Has(Steps.Ready))
        {
            return;
        }

        _actors[actor].Steps |= Steps.Ready;
        if (_isObserved)
        {
            Do(EffectKind.AnnounceReady, actor); // its dependents start once the observer has been told
        }
        else
        {
            Release(actor, now);
        }
    }

    /// <summary>Law 4: the actors start for which this one was the last to become ready.</summary>
    private void Release(int actor, long now)
    {
        IsReady |= --_unready == 0;
        if (_dependencies is null)
        {
            return;
        }

        foreach (var dependent in _dependencies.DependentsOf(actor))
        {
            if (--_unreadyDependencies![dependent] == 0 && !IsStopping)
            {
                Start(dependent, now);
                Do(EffectKind.Start, dependent);
            }
        }
    }
}
