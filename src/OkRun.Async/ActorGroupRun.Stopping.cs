namespace OkRun.Async;

/// <summary>Who stops the run, who is told when, and what failed.</summary>
public sealed partial class ActorGroupRun
{
    private readonly Failures _failures = new();
    private bool _stopping;
    private bool _cancelled;
    private Actor? _first;
    private Exception? _cause;
    private int _unended;
    private int _executing;
    private int _telling;
    private int _holds = 1; // what keeps a stop from being told: that nobody has asked for it, and actors whose start is being announced

    /// <summary>The actor whose end stopped the run; null while none has, and where the caller's token, <see cref="Stop"/> or the end of all one-shot actors did.</summary>
    public Actor? First
    {
        get
        {
            lock (_lock)
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
            lock (_lock)
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
        lock (_lock)
        {
            if (!StopNoLock(null, null))
            {
                return;
            }
        }

        LetGo();
    }

    /// <summary>An execution has ended. Who was first and what failed is settled here, before anything else happens.</summary>
    internal void ExecutionEnded(ActorRun actor, Exception[] failures)
    {
        var now = TimeProvider.GetTimestamp();
        var failure = failures.FirstOrDefault();
        var isDone = actor.Actor.OneShot && failure is null;
        bool isReady, stops;
        lock (_lock)
        {
            if (actor.Has(Marks.Abandoned))
            {
                return;
            }

            actor.Marks |= Marks.Ended;
            actor.EndedAt = now;
            RecordNoLock(actor, failures);
            isReady = isDone && MarkReadyNoLock(actor);
            stops = (--_unended == 0 || !isDone || IsCancelledByCaller) && StopNoLock(isDone ? null : actor.Actor, failure);
        }

        Observer?.OnEnded(actor.Actor, failure, TimeProvider.GetElapsedTime(actor.StartedAt, now));
        if (isReady)
        {
            AnnounceReady(actor);
        }

        if (stops)
        {
            LetGo();
        }

        PartsOver(actor, Marks.ExecutionOver);
    }

    /// <summary>The hook, or the callbacks of the token, have ended.</summary>
    internal void TellingEnded(ActorRun actor, Exception[] failures)
    {
        lock (_lock)
        {
            if (actor.Has(Marks.Abandoned))
            {
                return;
            }

            RecordNoLock(actor, failures);
            if (--actor.Telling > 0)
            {
                return;
            }
        }

        PartsOver(actor, Marks.TellingOver);
    }

    /// <summary>The actor's time limit has passed.</summary>
    internal void Abandon(ActorRun actor)
    {
        var now = TimeProvider.GetTimestamp();
        lock (_lock)
        {
            if (actor.HasStopped)
            {
                return;
            }

            actor.EndedAt = actor.Has(Marks.Ended) ? actor.EndedAt : now;
            actor.Marks |= Marks.Abandoned;
            _failures.Add(actor);
        }

        actor.PassTimeLimit();
        Observer?.OnAbandoned(actor.Actor, actor.StopTimeout);
        PartsOver(actor, Marks.Over);
    }

    /// <summary>Whether the hook, which is due, may be called now. If not, <see cref="Enter"/> will say that it is due.</summary>
    internal bool MayInterrupt(ActorRun actor)
    {
        lock (_lock)
        {
            actor.Marks |= Marks.HookDue;
            return actor.Has(Marks.Entered);
        }
    }

    private bool StopNoLock(Actor? first, Exception? cause)
    {
        if (_stopping)
        {
            return false;
        }

        _stopping = true;
        _cancelled = IsCancelledByCaller; // a caller who had cancelled before this was the first
        (_first, _cause) = _cancelled ? (null, new OperationCanceledException(_caller)) : (first, cause);
        return true;
    }

    /// <summary>One less reason to wait with the stop. The last one wakes the run.</summary>
    private void LetGo()
    {
        lock (_lock)
        {
            if (--_holds == 0)
            {
                (_first is null ? _stopAsked : _firstEnded).TrySetResult();
            }
        }
    }

    private List<ActorRun> TakeFirstToTell()
    {
        lock (_lock)
        {
            SignalEndsNoLock();
            return TakeToTellNoLock(_actors.Where(static run => run.Dependents == 0));
        }
    }

    private static List<ActorRun> TakeToTellNoLock(IEnumerable<ActorRun> actors)
    {
        var telling = actors.Where(static run => run.Has(Marks.Started)).ToList();
        foreach (var run in telling)
        {
            run.Marks |= Marks.Told;
            run.Telling = run.HasHook ? 2 : 1;
        }

        return telling;
    }

    /// <summary>Parts of an actor are over. With the last one, those that it came after may be told.</summary>
    private void PartsOver(ActorRun actor, Marks parts)
    {
        if (actor.HasStopped)
        {
            actor.StopTimeLimit();
        }

        List<ActorRun> next = [];
        lock (_lock)
        {
            var fresh = parts & ~actor.Marks;
            actor.Marks |= parts;
            _executing -= fresh.HasFlag(Marks.ExecutionOver) ? 1 : 0;
            _telling -= fresh.HasFlag(Marks.TellingOver) ? 1 : 0;
            if (fresh != Marks.None && actor.Has(Marks.Over))
            {
                next = TakeToTellNoLock(actor.After.Where(static other => --other.Dependents == 0));
            }

            SignalEndsNoLock();
        }

        if (next.Count > 0)
        {
            _ = Task.Run(() => Tell(next)); // not here: a long chain of actors that have ended would overflow the stack
        }
    }

    private void SignalEndsNoLock()
    {
        if (_stopping && _executing == 0)
        {
            _executionsEnded.TrySetResult();
        }

        if (_stopping && _telling == 0)
        {
            _tellingsEnded.TrySetResult();
        }
    }

    private void RecordNoLock(ActorRun actor, Exception[] failures)
    {
        actor.Exception ??= failures.FirstOrDefault();
        _failures.Add(failures);
    }
}
