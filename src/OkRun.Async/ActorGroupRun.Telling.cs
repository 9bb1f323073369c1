namespace OkRun.Async;

/// <summary>Who is told to stop when, and who is over.</summary>
public sealed partial class ActorGroupRun
{
    private int _executing;
    private int _telling;

    /// <summary>Marks as told, and returns, the started actors that nobody comes after.</summary>
    private ActorRun[] TakeFirstToTell()
    {
        lock (_lock)
        {
            SignalEndsNoLock();
            return TakeToTellNoLock(Array.TrueForAll(_actors, MayBeTold) ? _actors : Array.FindAll(_actors, MayBeTold));
        }

        static bool MayBeTold(ActorRun actor) => actor.Has(Marks.Started) && actor.Links is null or { Dependents: 0 };
    }

    private static ActorRun[] TakeToTellNoLock(ActorRun[] actors)
    {
        foreach (var actor in actors)
        {
            actor.Marks |= Marks.Told;
            actor.Telling = (byte)(actor.HasHook ? 2 : 1);
        }

        return actors;
    }

    /// <summary>Parts of an actor are over. With the last one, those that it came after may be told.</summary>
    private void PartsOver(ActorRun actor, Marks parts)
    {
        if (actor.HasStopped)
        {
            actor.StopTimeLimit();
        }

        lock (_lock)
        {
            PartsOverNoLock(actor, parts);
        }
    }

    private void PartsOverNoLock(ActorRun actor, Marks parts)
    {
        var fresh = parts & ~actor.Marks;
        actor.Marks |= parts;
        _executing -= (fresh & Marks.ExecutionOver) != 0 ? 1 : 0;
        _telling -= (fresh & Marks.TellingOver) != 0 ? 1 : 0;
        SignalEndsNoLock();
        if (fresh == Marks.None || !actor.Has(Marks.Over) || actor.Links is not { } links)
        {
            return;
        }

        // On another stack: not under the lock, and a long chain of actors that have ended would overflow this one.
        var next = TakeToTellNoLock([.. links.Before.Where(static before => --before.Links!.Dependents == 0)]);
        if (next.Length > 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static state => state.Run.Tell(state.Actors), (Run: this, Actors: next), preferLocal: false);
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

            if (!actor.HasTimeLimit) // no timer to stop before that
            {
                PartsOverNoLock(actor, Marks.TellingOver);
                return;
            }
        }

        PartsOver(actor, Marks.TellingOver);
    }

    /// <summary>The actor's time limit has passed.</summary>
    internal void Abandon(ActorRun actor)
    {
        var now = Now;
        Marks over;
        lock (_lock)
        {
            if (actor.HasStopped)
            {
                return;
            }

            // An execution that has ended is over once the observer has heard of it.
            over = actor.Has(Marks.Ended) ? Marks.TellingOver : Marks.Over;
            actor.EndedAt = actor.Has(Marks.Ended) ? actor.EndedAt : now;
            actor.Marks |= Marks.Abandoned;
            (_failures ??= new()).Add(actor);
        }

        actor.PassTimeLimit();
        Observer?.OnAbandoned(actor.Actor, actor.StopTimeout);
        PartsOver(actor, over);
    }

    internal bool HasStopped(ActorRun actor)
    {
        lock (_lock)
        {
            return actor.HasStopped;
        }
    }

    /// <summary>Whether the hook, which is due, may be called now. If not, <see cref="Enter"/> will say that it is due.</summary>
    internal bool MayInterrupt(ActorRun actor)
    {
        lock (_lock)
        {
            actor.Marks |= Marks.HookDue;
            return actor.Has(Marks.Entered) || actor.Has(Marks.Ended); // one that got no thread has ended without
        }
    }
}
