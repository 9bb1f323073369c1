namespace OkRun.Async;

/// <summary>Who stops the run, and what failed.</summary>
public sealed partial class ActorGroupRun
{
    private Failures? _failures;
    private bool _stopping;
    private Actor? _first;
    private Exception? _cause;
    private int _unended;
    private int _holds = 1; // what keeps a stop from being told: that nobody has asked for it, and what is being announced of actors before that

    /// <summary>The actor whose end stopped the run; null while none has, and where the caller's token, <see cref="Stop"/> or the end of all one-shot actors did.</summary>
    public Actor? First
    {
        get
        {
            lock (_actors)
            {
                return _first;
            }
        }
    }

    /// <summary>Why the run stops; known once it does.</summary>
    internal Exception? Cause
    {
        get
        {
            lock (_actors)
            {
                return _cause;
            }
        }
    }

    internal bool IsCancelledByCaller => _caller.IsCancellationRequested;

    private bool IsStoppingNoLock => _stopping || IsCancelledByCaller;

    /// <summary>Begins to stop the run, as if an actor had ended well. Returns at once; calling it again, or after the end, does nothing.</summary>
    public void Stop()
    {
        lock (_actors)
        {
            if (!StopNoLock(null, null, IsCancelledByCaller))
            {
                return;
            }
        }

        LetGo();
    }

    /// <summary>An execution has ended. Who was first and what failed is settled here, before anything else happens.</summary>
    internal void ExecutionEnded(ActorRun actor, Exception[] failures, bool isCancelledByCaller)
    {
        var now = Now;
        var failure = failures.FirstOrDefault();
        var isDone = actor.Actor.OneShot && failure is null;
        bool announces, stops;
        lock (_actors)
        {
            if (actor.Has(Marks.Abandoned))
            {
                return;
            }

            actor.Marks |= Marks.Ended;
            actor.EndedAt = now;
            RecordNoLock(actor, failures);
            announces = isDone && MarkReadyNoLock(actor);
            stops = (--_unended == 0 || !isDone || isCancelledByCaller) && StopNoLock(isDone ? null : actor.Actor, failure, isCancelledByCaller);
            if (!stops && !announces && Observer is null && !actor.HasTimeLimit) // nobody to tell before that
            {
                PartsOverNoLock(actor, Marks.ExecutionOver);
                return;
            }
        }

        Observer?.OnEnded(actor.Actor, failure, TimeProvider.GetElapsedTime(actor.StartedAt, now));
        if (announces)
        {
            AnnounceReady(actor);
        }

        if (stops)
        {
            LetGo();
        }

        PartsOver(actor, Marks.ExecutionOver);
    }

    private bool StopNoLock(Actor? first, Exception? cause, bool isCancelledByCaller)
    {
        if (_stopping)
        {
            return false;
        }

        _stopping = true;
        // A caller who had cancelled before this was the first.
        (_first, _cause) = isCancelledByCaller ? (null, new OperationCanceledException(_caller)) : (first, cause);
        return true;
    }

    /// <summary>One less reason to wait with the stop. The last one wakes the run.</summary>
    private void LetGo()
    {
        lock (_actors)
        {
            if (--_holds == 0)
            {
                ((_first is null ? _stopAsked : null) ?? _firstEnded).TrySetResult();
            }
        }
    }

    /// <summary>All failures in time order; null if there are none.</summary>
    private IReadOnlyList<Exception>? TakeFailures()
    {
        lock (_actors)
        {
            return _failures?.InOrder(_actors);
        }
    }

    /// <summary>Records failures, and returns those that are new.</summary>
    private Exception[] RecordNoLock(ActorRun actor, Exception[] failures) =>
        failures.Length > 0 ? (_failures ??= new()).Add(IsWatched ? actor : null, failures) : failures;
}
