namespace OkRun.Async.ModelCheck;

// What the laws say of each event, in words of their own; and the comparison with what the state makes of it.
internal sealed partial class World
{
    private static readonly OperationCanceledException _byCaller = new();

    private readonly List<Effect> _expected = [];

    private void Apply(in RunEvent happened, Drainer claimant)
    {
        if (ApplyEvent(happened, isSeen: true))
        {
            Broken.Unless(_drainer == Drainer.None, "law 16: one thread drains at a time");
            _drainer = claimant;
        }

        Compare();
    }

    private void ApplyWhileDraining(in RunEvent happened, bool isSeen = true)
    {
        Broken.Unless(!ApplyEvent(happened, isSeen), "law 16: one thread drains at a time");
        Compare();
    }

    /// <param name="happened">The event.</param>
    /// <param name="isSeen">Whether the thread looks at the caller's token.</param>
    private bool ApplyEvent(in RunEvent happened, bool isSeen)
    {
        if (_state.IgnoresStarts && happened.Kind is (RunEventKind.Entered or RunEventKind.SaidReady))
        {
            return false; // as the run does
        }

        _expected.Clear();
        var before = _state.OutboxCount;
        if (isSeen && Has(Flags.CallerCancelled) && !_state.IsStopping)
        {
            Stop(-1, 0);
            _state.Stop(null, _byCaller);
        }

        Expect(happened);
        _state.Apply(happened);
        var left = _state.OutboxFrom(before).Where(static effect => effect.Kind is not (EffectKind.EndLimit or EffectKind.CallHook)); // these have laws of their own
        Broken.Unless(left.SequenceEqual(_expected), $"{happened.Kind} leads to {string.Join(", ", _expected)}, and not to {string.Join(", ", _state.OutboxFrom(before))}");
        return _state.TryClaim() != EffectKind.None;
    }

    private void Expect(in RunEvent happened)
    {
        var actor = happened.Actor;
        switch (happened.Kind)
        {
            case RunEventKind.Begun:
                ExpectBegin();
                break;
            case RunEventKind.StopRequested:
                Stop(-1, -1);
                break;
            case RunEventKind.Entered when PartOf(actor).IsPlain:
            case RunEventKind.SaidReady:
                BecomeReady(actor);
                break;
            case RunEventKind.ReadyAnnounced:
                Release(actor);
                break;
            case RunEventKind.ExecutionEnded:
                ExpectEnd(actor, happened.Failures!, isWithdrawn: false);
                break;
            case RunEventKind.ExecutionWithdrawn:
                ExpectEnd(actor, [], isWithdrawn: true);
                break;
            case RunEventKind.LimitFailed when IsOver(actor):
                break;
            case RunEventKind.CallbacksEnded or RunEventKind.HookEnded or RunEventKind.LimitFailed when !Is(actor, Life.Abandoned):
                Fail(actor, happened.Failures!, EffectKind.AnnounceInterruptFailed);
                break;
            case RunEventKind.TimedOut when !Is(actor, Life.Abandoned) && !IsOver(actor):
                _lives[actor] |= Life.Abandoned;
                _expected.Add(new(EffectKind.Abandon, actor));
                Note(0);
                break;
            case RunEventKind.InnerReported when _isObserved && (_lives[actor] & (Life.Ended | Life.Abandoned)) == Life.None:
                _expected.Add(new(EffectKind.AnnounceInner, actor, happened.Payload));
                break;
        }
    }

    private void ExpectBegin()
    {
        for (var i = 0; i < _lives.Length && !Has(Flags.Stops); i++)
        {
            _lives[i] |= _scene.Dependencies[i].Length == 0 ? Life.Started : Life.None;
        }

        if (_lives.Length == 0)
        {
            Stop(-1, -1);
        }
    }

    private void ExpectEnd(int actor, Exception[] failures, bool isWithdrawn)
    {
        if (Is(actor, Life.Abandoned))
        {
            _lives[actor] |= Life.EndedTooLate;
            return;
        }

        _lives[actor] |= Life.Ended;
        if (_isObserved)
        {
            _expected.Add(new(EffectKind.AnnounceEnded, actor, failures.FirstOrDefault()));
        }

        Fail(actor, failures, EffectKind.None);
        var isDone = PartOf(actor).Actor.OneShot && failures.Length == 0 && !isWithdrawn;
        if (isDone)
        {
            BecomeReady(actor);
        }

        if (!isDone && !isWithdrawn)
        {
            Stop(actor, failures.Length == 0 ? -1 : ((Thrown)failures[0]).Number);
        }
        else if (Array.TrueForAll(_lives, static life => life.HasFlag(Life.Ended)))
        {
            Stop(-1, -1);
        }
    }

    private void Stop(int first, int cause)
    {
        if (!Has(Flags.Stops))
        {
            _flags |= Flags.Stops;
            (_first, _causeNumber) = (first, cause);
        }
    }

    private void BecomeReady(int actor)
    {
        if (Has(Flags.Stops) || Is(actor, Life.Ready))
        {
            return;
        }

        _lives[actor] |= Life.Ready;
        if (_isObserved)
        {
            _expected.Add(new(EffectKind.AnnounceReady, actor));
        }
        else
        {
            Release(actor);
        }
    }

    private void Release(int actor)
    {
        _lives[actor] |= Life.ReadyTold;
        for (var i = 0; i < _lives.Length && !Has(Flags.Stops); i++)
        {
            if (!Is(i, Life.Started) && Array.TrueForAll(_scene.Dependencies[i], dependency => Is(dependency, Life.ReadyTold)))
            {
                _lives[i] |= Life.Started;
                _expected.Add(new(EffectKind.Start, i));
            }
        }
    }

    private void Fail(int actor, Exception[] failures, EffectKind announced)
    {
        foreach (var failure in failures.Cast<Thrown>())
        {
            _lives[actor] |= Life.HasFailed;
            if (Note(failure.Number) && _isObserved && announced != EffectKind.None)
            {
                _expected.Add(new(announced, actor, failure));
            }
        }
    }

    private bool Note(int number)
    {
        var isNew = !_thrown.Contains(number);
        if (isNew)
        {
            _thrown.Add(number);
        }

        return isNew;
    }

    private bool IsOver(int actor) =>
        Is(actor, PartOf(actor).HasHook ? Life.Ended | Life.CallbacksEnded | Life.HookEnded : Life.Ended | Life.CallbacksEnded);
}
