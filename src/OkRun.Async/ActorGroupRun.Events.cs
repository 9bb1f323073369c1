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
    internal void On(RunEventKind kind, int actor = -1, Exception[]? failures = null, bool? isCancelledByCaller = null)
    {
        if (kind is RunEventKind.Entered or RunEventKind.SaidReady && _state.IgnoresStarts)
        {
            return;
        }

        if (Apply(new(kind, actor, failures, Now), isCancelledByCaller ?? IsCancelledByCaller))
        {
            Drain(mayContinueRun: false);
        }
    }

    /// <summary>Something has happened, on a stack that must not be held up.</summary>
    internal void OnLater(RunEventKind kind, int actor = -1, Exception[]? failures = null)
    {
        if (Apply(new(kind, actor, failures, Now), IsCancelledByCaller))
        {
            QueueStep();
        }
    }

    /// <summary>A run inside of an actor reports to the observer of this run.</summary>
    internal void OnInner(int actor, Action<ActorGroupObserver> report)
    {
        if (Apply(new(RunEventKind.InnerReported, actor, Payload: report), IsCancelledByCaller))
        {
            Drain(mayContinueRun: false);
        }
    }

    /// <summary>Changes the state. Returns whether this thread has to see to what is to be done.</summary>
    private bool Apply(in RunEvent happened, bool isCancelledByCaller)
    {
        lock (_state)
        {
            if (isCancelledByCaller && !_state.IsStopping)
            {
                _state.Stop(null, new OperationCanceledException(_caller)); // whatever this is, the caller came before it
            }

            _state.Apply(happened);
            return _state.TryClaim();
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

            if (effect.Kind == EffectKind.Stop)
            {
                EndReady();
                ((_state.First is null ? _stopRequested : null) ?? _firstEnded).TrySetResult();
                return; // the run goes on in RunAsync
            }

            Do(effect);
        }

        QueueStep();
    }

    /// <summary>Goes on with the run on a work item of its own. A run in which nothing starts goes on here: there is no code of actors to keep apart.</summary>
    private void QueueStep()
    {
        if (_state.HasBegun && _actors.Length > 0)
        {
            _step.Queue();
        }
        else
        {
            Drain(mayContinueRun: true);
        }
    }
}
