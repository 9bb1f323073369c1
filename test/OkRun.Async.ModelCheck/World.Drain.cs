namespace OkRun.Async.ModelCheck;

// The thread that drains: one effect after the other, each in as many steps as it takes locks.
internal sealed partial class World
{
    private void Drain()
    {
        if (_pending != Pending.None)
        {
            GoOn();
            return;
        }

        if (_at == RunAt.Stopping)
        {
            _at = RunAt.WaitingForAll; // the run has told all whose turn it was, and waits before anything else is done
        }

        var head = _state.OutboxFrom(0).FirstOrDefault();
        var mayContinueRun = _drainer == Drainer.Step;
        var effect = _state.Next(mayContinueRun);
        Broken.Unless(head.Kind == EffectKind.None || head == effect, "law 16: what came first is done first");
        if (effect.Kind == EffectKind.None)
        {
            Broken.Unless(!_state.IsDraining, "a drainer that has nothing to do frees the claim");
            _drainer = Drainer.None;
        }
        else if (effect.Kind >= EffectKind.Stop && !mayContinueRun)
        {
            Broken.Unless(_state.IsDraining, "the claim goes on to a step of the run");
            _drainer = Drainer.Step;
        }
        else
        {
            if (effect.IsLast)
            {
                Broken.Unless(!_state.IsDraining && _state.OutboxCount == 0, "what completes the run comes last, and keeps no claim");
                _drainer = Drainer.None;
            }

            Do(effect);
        }
    }

    private void Do(Effect effect)
    {
        var actor = effect.Actor;
        switch (effect.Kind)
        {
            case EffectKind.Start:
                _lives[actor] |= _isObserved ? Life.HeardStarted : Life.None;
                Start(actor);
                break;
            case EffectKind.AnnounceReady:
                Hear(actor, Life.HeardReady);
                (_pending, _turns, _turn) = (Pending.ReadyAnnounced, [actor], 0);
                break;
            case EffectKind.AnnounceEnded:
                Hear(actor, Life.HeardEnded);
                break;
            case EffectKind.AnnounceInterruptFailed:
                Broken.Unless(Has(Flags.StoppingTold) && Is(actor, Life.HeardInterrupting), "a hook fails after the actor was told");
                Hear(actor, Life.None);
                break;
            case EffectKind.AnnounceInner:
                Hear(actor, Life.None);
                break;
            case EffectKind.Abandon:
                Hear(actor, Life.HeardAbandoned);
                break;
            case EffectKind.EndLimit:
                Broken.Unless(Is(actor, Life.LimitBegun) && !Is(actor, Life.LimitEnded) && IsOver(actor), "law 11: a time limit ends once, with its actor");
                _lives[actor] |= Life.LimitEnded;
                break;
            case EffectKind.CallHook:
                (_pending, _turns, _turn) = (Pending.CallOneHook, [actor], 0);
                break;
            case EffectKind.Interrupt:
                (_pending, _turns, _turn) = (Pending.MarkInterrupted, Due((int[]?)effect.Payload), 0);
                LeaveAtEnd();
                break;
            case EffectKind.Arm:
                (_pending, _turns, _turn) = (Pending.BeginLimit, (int[])effect.Payload!, 0);
                LeaveAtEnd();
                break;
            default:
                Complete(effect.Kind);
                break;
        }
    }

    private void Complete(EffectKind kind)
    {
        switch (kind)
        {
            case EffectKind.CompleteReady:
                Broken.Unless(!Has(Flags.ReadyGivenUp) && !Has(Flags.ReadyCompleted) && Array.TrueForAll(_lives, static life => life.HasFlag(Life.ReadyTold)), "Ready completes once, when all are ready");
                _flags |= Flags.ReadyCompleted;
                break;
            case EffectKind.Stop:
                Broken.Unless(!Has(Flags.Awake), "law 6: a run is stopped once");
                Broken.Unless(_at == RunAt.WaitingForFirst || !StartsAny, "law 2: a run is woken once it waits, or it would go on by the pool");
                Broken.Unless(_state.OutboxCount == 0, "law 16: what came before the stop is told before it");
                _flags |= Has(Flags.ReadyCompleted) ? Flags.Awake : Flags.Awake | Flags.ReadyGivenUp;
                _drainer = Drainer.Run;
                break;
            case EffectKind.CompleteActors:
                Broken.Unless(!Has(Flags.ActorsCompleted), "actors complete once");
                _flags |= Flags.ActorsCompleted;
                TryComplete();
                break;
            case EffectKind.CompleteHooks:
                Broken.Unless(!Has(Flags.HooksCompleted), "hooks complete once");
                _flags |= Flags.HooksCompleted;
                TryComplete();
                break;
            default:
                throw new Broken($"an effect that the check does not know: {kind}");
        }
    }

    /// <summary>The next part of an effect.</summary>
    private void GoOn()
    {
        switch (_pending)
        {
            case Pending.ReadyAnnounced:
                var announced = _turns[0];
                Leave();
                ApplyWhileDraining(new(RunEventKind.ReadyAnnounced, announced));
                break;
            case Pending.TakeDue:
                (_pending, _turns, _turn) = (Pending.MarkInterrupted, Due(_state.TakeDue()), 0);
                LeaveAtEnd();
                break;
            case Pending.MarkInterrupted:
                _pending = Pending.Interrupt;
                MarkInterrupted();
                break;
            case Pending.Interrupt:
                Interrupt(_turns[_turn]);
                break;
            case Pending.EndAmended:
                _pending = Pending.Interrupt;
                var amended = _turns[_turn++];
                _lives[amended] |= Life.Cancelled | Life.CallbacksEnded;
                LeaveAtEnd();
                ApplyWhileDraining(new(RunEventKind.CallbacksEnded, amended, []), isSeen: false);
                break;
            case Pending.BeginLimit:
                _pending = Pending.CallHook;
                BeginLimit(_turns[_turn]);
                break;
            case Pending.CallHook:
                _pending = Pending.BeginLimit;
                CallHook(_turns[_turn++]);
                LeaveAtEnd();
                break;
            case Pending.CallOneHook:
                CallHook(_turns[0]);
                Leave();
                break;
        }
    }

    private void Leave() => (_pending, _turns, _turn) = (Pending.None, [], 0);

    private void LeaveAtEnd()
    {
        if (_turn == _turns.Length)
        {
            Leave();
        }
    }

    private int[] Due(int[]? due) => due ?? [.. Enumerable.Range(0, _lives.Length)];

    private void MarkInterrupted()
    {
        _waveCount++;
        _state.Interrupt(_turns, 0);
        foreach (var actor in _turns)
        {
            CheckInterrupt(actor);
            _lives[actor] |= Life.Interrupted;
            _waves[actor] = _waveCount;
        }
    }

    /// <summary>The observer is told. A token that no code of the actor has seen yet is cancelled at once, all others by another thread.</summary>
    private void Interrupt(int actor)
    {
        _lives[actor] |= Life.HeardInterrupting;
        if (!Is(actor, Life.Taken))
        {
            _lives[actor] |= Life.Amended;
            _pending = Pending.EndAmended;
            return;
        }

        _lives[actor] |= Life.Cancelling;
        _turn++;
        LeaveAtEnd();
    }

    private void BeginLimit(int actor)
    {
        if (!PartOf(actor).IsLimited)
        {
            return;
        }

        CheckTokens(actor, "a time limit begins");
        _lives[actor] |= Life.LimitBegun;
        if (PartOf(actor).Does(Habits.GetsNoTimer))
        {
            ApplyWhileDraining(new(RunEventKind.LimitFailed, actor, [FailureOf(actor, 3)]));
        }
    }

    private void CallHook(int actor)
    {
        if (!_state.TakeHook(actor))
        {
            return;
        }

        Broken.Unless(PartOf(actor).HasHook && Is(actor, Life.Interrupted) && !Is(actor, Life.HookCalled), "law 8: the hook of an actor that was told is called, once");
        Broken.Unless(Is(actor, Life.Entered) || Is(actor, Life.GotNoThread), "law 8: no hook before its execute");
        CheckTokens(actor, "a hook is called");
        _lives[actor] |= Life.HookCalled;
    }
}
