namespace OkRun.Async;

/// <summary>Who is told to stop when, and who is over.</summary>
public sealed partial class ActorGroupRun
{
    private int _running; // executions and tokens' callbacks of started actors that are not over, and failures of telling that are being announced
    private int _hooking; // the same of hooks

    /// <summary>Marks as told, and returns, the started actors that nobody comes after.</summary>
    private ActorRun[] TakeFirstToTell()
    {
        lock (_actors)
        {
            SignalEndsNoLock();
            return TakeToTellNoLock(Array.TrueForAll(_actors, MayBeTold) ? _actors : Array.FindAll(_actors, MayBeTold));
        }

        static bool MayBeTold(ActorRun actor) => actor.Has(Marks.Started) && actor.Links is null or { Dependents: 0 };
    }

    private ActorRun[] TakeToTellNoLock(ActorRun[] actors)
    {
        var now = Now;
        foreach (var actor in actors)
        {
            actor.Marks |= Marks.Told;
            actor.ToldAt = now;
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

        lock (_actors)
        {
            PartsOverNoLock(actor, parts);
        }
    }

    private void PartsOverNoLock(ActorRun actor, Marks parts)
    {
        var fresh = parts & ~actor.Marks;
        actor.Marks |= parts;
        _running -= (fresh & Marks.ExecutionOver) != 0 ? 1 : 0;
        _running -= (fresh & Marks.CallbacksOver) != 0 ? 1 : 0;
        _hooking -= (fresh & Marks.HookOver) != 0 ? 1 : 0;
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
        if (_stopping && _running == 0)
        {
            _actorsEnded.TrySetResult();
        }

        if (_stopping && _hooking == 0)
        {
            _hooksEnded?.TrySetResult();
        }
    }

    /// <summary>The hook, or the callbacks of the token, have ended; perhaps the execution with them.</summary>
    internal void TellingEnded(ActorRun actor, Marks parts, Exception[] failures)
    {
        bool announces;
        Exception[] fresh;
        lock (_actors)
        {
            if (actor.Has(Marks.Abandoned))
            {
                return;
            }

            actor.Telling--;
            fresh = RecordNoLock(actor, failures); // what a hook throws once more of its execution, the observer has heard
            announces = fresh.Length > 0 && Observer is not null;
            _running += announces ? 1 : 0; // a time limit that passes meanwhile does not end the run before the observer has heard
            if (!announces && !actor.HasTimeLimit) // no timer to stop before that
            {
                PartsOverNoLock(actor, parts);
                return;
            }
        }

        if (announces)
        {
            AnnounceFailures(actor, fresh);
        }

        PartsOver(actor, parts);
    }

    private void AnnounceFailures(ActorRun actor, Exception[] failures)
    {
        foreach (var failure in failures)
        {
            Observer?.OnInterruptFailed(actor.Actor, failure);
        }

        lock (_actors)
        {
            _running--; // the parts that are over next see whether that was the last
        }
    }

    /// <summary>The actor's time limit has passed.</summary>
    internal void Abandon(ActorRun actor)
    {
        var now = Now;
        Marks over;
        lock (_actors)
        {
            if (actor.HasStopped)
            {
                return;
            }

            // An execution that has ended is over once the observer has heard of it.
            over = actor.Has(Marks.Ended) ? Marks.CallbacksOver | Marks.HookOver : Marks.Over;
            actor.EndedAt = actor.Has(Marks.Ended) ? actor.EndedAt : now;
            actor.Marks |= Marks.Abandoned;
            (_failures ??= new()).Add(actor);
        }

        actor.PassTimeLimit();
        Observer?.OnAbandoned(actor.Actor, actor.StopTimeout);
        PartsOver(actor, over);
    }

    /// <summary>The actor has a time limit, but no timer. It counts as its failure, unless it needs none any more.</summary>
    internal void TimeLimitFailed(ActorRun actor, Exception exception)
    {
        lock (_actors)
        {
            if (actor.HasStopped)
            {
                return;
            }

            RecordNoLock(actor, [exception]);
            _running++;
        }

        AnnounceFailures(actor, [exception]);
        PartsOver(actor, Marks.None);
    }

    internal bool HasStopped(ActorRun actor)
    {
        lock (_actors)
        {
            return actor.HasStopped;
        }
    }

    /// <summary>Whether the hook, which is due, may be called now. If not, <see cref="Enter"/> will say that it is due.</summary>
    internal bool MayInterrupt(ActorRun actor)
    {
        lock (_actors)
        {
            actor.Marks |= Marks.HookDue;
            return actor.Has(Marks.Entered) || actor.Has(Marks.Ended); // one that got no thread has ended without
        }
    }
}
