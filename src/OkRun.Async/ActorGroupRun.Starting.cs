namespace OkRun.Async;

/// <summary>Who starts, and who is ready.</summary>
public sealed partial class ActorGroupRun
{
    private TaskCompletionSource? _ready;
    private int _unready;

    /// <summary>Ends when every actor is ready; canceled if the run begins to stop before that. Never faulted.</summary>
    public Task Ready
    {
        get
        {
            TaskCompletionSource ready;
            lock (_lock)
            {
                ready = _ready ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            SettleReady();
            return ready.Task;
        }
    }

    internal void BecomeReady(ActorRun actor)
    {
        lock (_lock)
        {
            if (!MarkReadyNoLock(actor))
            {
                return;
            }
        }

        AnnounceReady(actor);
    }

    /// <summary>The actor's <c>execute</c> is about to be called. Returns whether its hook has been due since before that.</summary>
    internal bool Enter(ActorRun actor)
    {
        lock (_lock)
        {
            actor.Marks |= Marks.Entered;
            return actor.Has(Marks.HookDue);
        }
    }

    private void Link()
    {
        var runs = _actors.ToDictionary(run => run.Actor);
        foreach (var run in _actors)
        {
            run.After = [.. run.Actor.After.Select(actor => runs[actor])];
            run.Missing = run.After.Length;
            foreach (var other in run.After)
            {
                (other.Followers ??= []).Add(run);
            }
        }
    }

    /// <summary>Marks as started, and returns, the actors that wait for nobody; none for a caller who has cancelled already.</summary>
    private List<ActorRun> TakeFirstToStart()
    {
        lock (_lock)
        {
            if (IsCancelledByCaller)
            {
                _unready++; // an empty group would be ready, but this run never is
                return [];
            }

            return TakeToStartNoLock(_actors, static run => run.Missing == 0, _startedAt);
        }
    }

    /// <summary>Marks as started, and returns, the actors for which this one was the last to become ready.</summary>
    private List<ActorRun> TakeReleased(ActorRun actor)
    {
        var now = TimeProvider.GetTimestamp();
        lock (_lock)
        {
            if (actor.Followers is null || IsStoppingNoLock)
            {
                return [];
            }

            var released = TakeToStartNoLock(actor.Followers, static run => --run.Missing == 0, now);
            _holds += released.Count;
            return released;
        }
    }

    private List<ActorRun> TakeToStartNoLock(IEnumerable<ActorRun> actors, Func<ActorRun, bool> mayStart, long now)
    {
        var starting = actors.Where(mayStart).ToList();
        foreach (var run in starting)
        {
            run.Marks |= Marks.Started;
            run.StartedAt = now;
            _executing++;
            _telling++;
            foreach (var other in run.After)
            {
                other.Dependents++;
            }
        }

        return starting;
    }

    private bool MarkReadyNoLock(ActorRun actor)
    {
        if (IsStoppingNoLock || actor.Has(Marks.Ready))
        {
            return false;
        }

        actor.Marks |= Marks.Ready;
        _unready--;
        return true;
    }

    private void AnnounceReady(ActorRun actor)
    {
        Observer?.OnReady(actor.Actor);
        SettleReady();
        foreach (var released in TakeReleased(actor))
        {
            released.Start();
            LetGo();
        }
    }

    /// <summary>Completes or cancels the task of <see cref="Ready"/>, if somebody has asked for it.</summary>
    private void SettleReady()
    {
        TaskCompletionSource? ready;
        bool isReady, isStopping;
        lock (_lock)
        {
            (ready, isReady, isStopping) = (_ready, _unready == 0, _stopping);
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
