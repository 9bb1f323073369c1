namespace OkRun.Async;

/// <summary>Who starts, and who is ready.</summary>
public sealed partial class ActorGroupRun
{
    private TaskCompletionSource? _ready;
    private int _unready; // or not announced yet; kept only for those who can see

    /// <summary>Ends when every actor is ready and the observer has heard it of each; canceled if the run begins to stop before that. Never faulted.</summary>
    /// <remarks>An observer must not block on it: it is the observer that this waits for.</remarks>
    public Task Ready
    {
        get
        {
            TaskCompletionSource ready;
            lock (_actors)
            {
                ready = _ready ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            SettleReady();
            return ready.Task;
        }
    }

    /// <summary>The actor's <c>execute</c> is called next: a plain actor is ready. Returns whether its hook has been due since before that.</summary>
    internal bool Enter(ActorRun actor)
    {
        if (!CanSeeReady(actor) && !actor.HasHook)
        {
            return false; // nobody waits for it to be ready, and no hook for it to be entered
        }

        var isPlain = actor.Actor is { AnnouncesReady: false, OneShot: false };
        lock (_actors)
        {
            if (!isPlain || !MarkReadyNoLock(actor))
            {
                return EnterNoLock(actor);
            }
        }

        AnnounceReady(actor);
        lock (_actors)
        {
            return EnterNoLock(actor);
        }
    }

    internal void BecomeReady(ActorRun actor)
    {
        if (!CanSeeReady(actor))
        {
            return;
        }

        lock (_actors)
        {
            if (!MarkReadyNoLock(actor))
            {
                return;
            }
        }

        AnnounceReady(actor);
    }

    private bool CanSeeReady(ActorRun actor) => IsWatched || actor.Links is not null;

    /// <summary>Marks the actors that wait for nobody as started; they will start, however soon the stop comes. Returns false where nothing may start.</summary>
    private bool MarkFirstStarted()
    {
        lock (_actors)
        {
            if (IsCancelledByCaller)
            {
                _unready++; // an empty group would be ready, but this run never is
                return false;
            }

            foreach (var actor in _actors)
            {
                if (actor.WaitsForNobody)
                {
                    MarkStartedNoLock(actor, StartedAt);
                }
            }

            return true;
        }
    }

    /// <summary>Marks as started, and returns, the actors for which this one was the last to become ready.</summary>
    private List<ActorRun> TakeReleased(Links links)
    {
        var now = Now;
        lock (_actors)
        {
            if (IsStoppingNoLock)
            {
                return [];
            }

            var released = links.Followers.FindAll(static follower => --follower.Links!.Missing == 0);
            released.ForEach(follower => MarkStartedNoLock(follower, now));
            _holds += released.Count;
            return released;
        }
    }

    private void MarkStartedNoLock(ActorRun actor, long now)
    {
        actor.Marks |= actor.HasHook ? Marks.Started : Marks.Started | Marks.HookOver;
        _running += 2;
        _hooking += actor.HasHook ? 1 : 0;
        if (actor.Links is { } links)
        {
            links.StartedAt = now;
            links.Before.ForEach(static before => before.Links!.Dependents++);
        }
    }

    private static bool EnterNoLock(ActorRun actor)
    {
        actor.Marks |= Marks.Entered;
        return actor.Has(Marks.HookDue);
    }

    /// <summary>Marks the actor as ready, if it still may become so. Returns whether that has to be announced; the stop is held until then.</summary>
    private bool MarkReadyNoLock(ActorRun actor)
    {
        if (IsStoppingNoLock || actor.Has(Marks.Ready))
        {
            return false;
        }

        actor.Marks |= Marks.Ready;
        if (Observer is null && actor.Links is null && (_unready > 1 || _ready is null))
        {
            _unready--; // nobody to tell
            return false;
        }

        _holds++;
        return true;
    }

    private void AnnounceReady(ActorRun actor)
    {
        Observer?.OnReady(actor.Actor);
        lock (_actors)
        {
            _unready--;
        }

        SettleReady();

        if (actor.Links is { } links)
        {
            foreach (var released in TakeReleased(links))
            {
                released.Start();
                LetGo();
            }
        }

        LetGo();
    }

    /// <summary>Completes or cancels the task of <see cref="Ready"/>, if somebody has asked for it.</summary>
    private void SettleReady()
    {
        TaskCompletionSource? ready;
        bool isReady, isStopping;
        lock (_actors)
        {
            (ready, isReady, isStopping) = (_ready, _unready == 0, _holds == 0); // what is being announced comes before the stop
        }

        if (isReady)
        {
            ready?.TrySetResult();
        }
        else if (isStopping)
        {
            ready?.TrySetCanceled();
        }
    }
}
