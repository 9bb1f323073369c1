namespace OkRun.Async;

// The thin loop around the state of the run: an event goes in, and what is to be done about it is done, outside of the lock.
public sealed partial class ActorGroupRun
{
    private const int MostOnOneStack = 16; // code that ends an actor must not be kept by what other actors have left to do

    private static readonly ContextCallback _drain = static state => ((ActorGroupRun)state!).DrainHere(mayContinueRun: false);

    private static readonly ContextCallback _drainOnStep = static state => ((ActorGroupRun)state!).DrainHere(mayContinueRun: true);

    /// <summary>Whether hooks or time limits wait for all tokens to read as cancelled.</summary>
    internal bool TracksTokens => _state.HasHooks || _state.HasLimits;

    /// <summary>Whether an actor was told to stop.</summary>
    internal bool IsInterrupted(int actor) => _state.IsInterrupted(actor);

    /// <summary>Something has happened. What follows from it is done on this stack.</summary>
    /// <param name="kind">What has happened.</param>
    /// <param name="actor">The index of the actor to which it happened.</param>
    /// <param name="failures">What was thrown.</param>
    /// <param name="isCancelledByCaller">Whether the caller had cancelled by then; null to ask now.</param>
    /// <param name="isLastAct">Whether this is the last act of a work item, with no code of an actor on the stack. Then the run may go on here, unless it has no context to go back to from that of the actor.</param>
    internal void On(RunEventKind kind, int actor = -1, Exception[]? failures = null, bool? isCancelledByCaller = null, bool isLastAct = false)
    {
        if (kind is RunEventKind.Entered or RunEventKind.SaidReady && _state.IgnoresStarts)
        {
            return;
        }

        Follow(Apply(new(kind, actor, failures, Now), isCancelledByCaller ?? IsCancelledByCaller), isLastAct && _context is not null);
    }

    /// <summary>Something has happened, on a stack that must not be held up.</summary>
    internal void OnLater(RunEventKind kind, int actor = -1, Exception[]? failures = null)
    {
        if (Apply(new(kind, actor, failures, Now), IsCancelledByCaller) != EffectKind.None)
        {
            QueueStep();
        }
    }

    /// <summary>A run inside of an actor reports to the observer of this run.</summary>
    internal void OnInner(int actor, Action<ActorGroupObserver> report)
    {
        Follow(Apply(new(RunEventKind.InnerReported, actor, Payload: report), IsCancelledByCaller), isLastAct: false);
    }

    /// <summary>Changes the state. Returns what this thread has to see to first; none if there is nothing to do, or another thread sees to it.</summary>
    private EffectKind Apply(in RunEvent happened, bool isCancelledByCaller)
    {
        lock (_state)
        {
            if (isCancelledByCaller && !_state.IsStopping)
            {
                _state.Stop(null, new OperationCanceledException(_attachments!.Caller)); // whatever this is, the caller came before it
            }

            _state.Apply(happened);
            return _state.TryClaim();
        }
    }

    private void Follow(EffectKind claimed, bool isLastAct)
    {
        if (claimed >= EffectKind.Stop && !isLastAct)
        {
            QueueStep();
        }
        else if (claimed != EffectKind.None)
        {
            Drain(mayContinueRun: isLastAct);
        }
    }

    private void Drain(bool mayContinueRun)
    {
        if (Observer is null)
        {
            DrainHere(mayContinueRun);
        }
        else if ((_context ?? ExecutionContext.Capture()) is { } context)
        {
            ExecutionContext.Run(context.CreateCopy(), mayContinueRun ? _drainOnStep : _drain, this); // what the observer sets there is gone afterwards
        }
        else
        {
            DrainHere(mayContinueRun);
        }
    }

    /// <summary>Does what is to be done, in order, until nothing is. One thread at a time: what comes meanwhile is left to it.</summary>
    private void DrainHere(bool mayContinueRun)
    {
        for (var done = 0; done < MostOnOneStack || mayContinueRun; done++)
        {
            Effect effect;
            lock (_state)
            {
                effect = _state.Next(mayContinueRun);
            }

            if (effect.Kind == EffectKind.None)
            {
                return;
            }

            if (effect.Kind >= EffectKind.Stop && !mayContinueRun)
            {
                break;
            }

            if (effect.Kind >= EffectKind.Stop && _state.StartsAny)
            {
                LeaveSynchronizationContext(); // an observer or an actor may have left one, with which the run would not go on here, but by the pool
            }

            if (effect.Kind == EffectKind.Stop)
            {
                EndReady();
                ((_state.First is null ? _attachments?.StopRequested : null) ?? _firstEnded).TrySetResult();
                if (Interlocked.Exchange(ref _handover, 1) == 0)
                {
                    return; // nothing starts, so the run has not begun to wait; or the runtime would not go on here, for lack of stack
                }

                continue; // the run waits for all of them
            }

            Do(effect);
            if (effect.IsLast)
            {
                return;
            }
        }

        QueueStep();
    }

    /// <summary>
    /// Goes on with the run on a work item of its own, for which the first actor lends its object: it comes after no other, so it was started before anything else happens. A run in which nothing
    /// starts goes on here: there is no code of actors to keep apart.
    /// </summary>
    private void QueueStep()
    {
        if (_state.StartsAny)
        {
            _actors[0].QueueStep();
        }
        else
        {
            Step();
        }
    }

    /// <summary>
    /// The run has told the actors to stop, and waits next. The thread that has woken it goes on with what is to be done, after this one has returned to it: a wait that is not registered yet
    /// when it ends would go on by the pool. Where that thread has left already, another one goes on.
    /// </summary>
    private void HandOver()
    {
        if (Interlocked.Exchange(ref _handover, 1) != 0)
        {
            QueueStep();
        }
    }

    internal void Step() => Drain(mayContinueRun: true);
}
