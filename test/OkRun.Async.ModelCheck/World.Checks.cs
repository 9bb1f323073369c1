namespace OkRun.Async.ModelCheck;

// What must hold after every event, when an actor is told to stop, and at the end.
internal sealed partial class World
{
    /// <summary>At the end of a path: what was started has come to its end without help from outside.</summary>
    public void CheckRest()
    {
        Broken.Unless(HasEnded, "the run is stuck");
        Broken.Unless(_drainer == Drainer.None && _state.OutboxCount == 0, "all has been done that was to be done");
        for (var i = 0; i < _lives.Length; i++)
        {
            Broken.Unless(!Is(i, Life.Started) || !PartOf(i).HasHook || Is(i, Life.HookCalled), $"law 8: the hook of {PartOf(i).Actor.Name} is called");
        }
    }

    private void Compare()
    {
        Broken.Unless(_state.IsDraining == (_drainer != Drainer.None), "law 16: the claim belongs to one thread");
        Broken.Unless(_state.IsStopping == Has(Flags.Stops), "law 6: what stops the run, and what does not");
        Broken.Unless((_state.First ?? -1) == _first, $"law 6: {_first} is the first, and not {_state.First}");
        Broken.Unless(_state.Cause is OperationCanceledException ? _causeNumber == 0 : (_state.Cause as Thrown)?.Number is { } number ? number == _causeNumber : _causeNumber == -1, "law 7: the cause");
        Broken.Unless(_state.HasBegun == HasBegun, "law 3: nothing starts if the caller had cancelled before");
        Broken.Unless(_state.IgnoresStarts || _state.IsReady == (HasBegun && Array.TrueForAll(_lives, static life => life.HasFlag(Life.ReadyTold))), "the run is ready when all actors are, and the observer was told");
        var areAllOver = Has(Flags.Stops);
        for (var i = 0; i < _lives.Length; i++)
        {
            Compare(i, _state.ProgressOf(i));
            areAllOver &= !Is(i, Life.Started) || Is(i, Life.Abandoned) || IsOver(i);
        }

        Broken.Unless(_state.IsOver == areAllOver, "law 10: over when all parts of all actors are");
    }

    private void Compare(int actor, in Progress progress)
    {
        var life = _lives[actor];
        var name = PartOf(actor).Actor.Name;
        Broken.Unless(progress.Has(Steps.Started) == Is(actor, Life.Started), $"laws 2 to 5: whether {name} starts");
        Broken.Unless(_state.IgnoresStarts || progress.Has(Steps.Ready) == Is(actor, Life.Ready), $"law 4: whether {name} is ready");
        Broken.Unless(progress.Has(Steps.Interrupted) == Is(actor, Life.Interrupted), $"law 8: whether {name} was told");
        Broken.Unless(progress.Has(Steps.Abandoned) == Is(actor, Life.Abandoned), $"law 11: whether {name} is abandoned");
        var isGone = Is(actor, Life.Abandoned) || (Has(Flags.Stops) && !Is(actor, Life.Started));
        var (hasHook, isStarted) = (PartOf(actor).HasHook, Is(actor, Life.Started));
        CompareOpen(progress, ActorParts.Execute, !isGone && !Is(actor, Life.Ended));
        CompareOpen(progress, ActorParts.Callbacks, !isGone && !Is(actor, Life.CallbacksEnded));
        CompareOpen(progress, ActorParts.Hook, !isGone && hasHook && !Is(actor, Life.HookEnded));
        if (!Is(actor, Life.Abandoned))
        {
            var running = (isStarted && !Is(actor, Life.Ended) ? ActorParts.Execute : ActorParts.None)
                | (Is(actor, Life.Interrupted) && !Is(actor, Life.CallbacksEnded) ? ActorParts.Callbacks : ActorParts.None)
                | (Is(actor, Life.HookCalled) && !Is(actor, Life.HookEnded) ? ActorParts.Hook : ActorParts.None);
            Broken.Unless(progress.Running == running, $"{name} runs {running}, and not {progress.Running}");
        }

        var state = life switch
        {
            _ when Is(actor, Life.Abandoned) => ActorState.Abandoned,
            _ when !isStarted => Has(Flags.Stops) ? ActorState.NotStarted : ActorState.Waiting,
            _ when Is(actor, Life.Ended) => Is(actor, Life.HasFailed) && _state.Keeps ? ActorState.Failed : ActorState.Ended,
            _ when Is(actor, Life.Interrupted) => ActorState.Stopping,
            _ when Is(actor, Life.Ready) => ActorState.Ready,
            _ => ActorState.Starting,
        };
        Broken.Unless(_state.IgnoresStarts || _state.StateOf(progress, _state.RecordOf(actor).Failure) == state, $"{name} is {state}");
    }

    private static void CompareOpen(in Progress progress, ActorParts part, bool isOpen) =>
        Broken.Unless(progress.IsOpen(part) == isOpen, $"law 10: whether the run waits for {part}");

    private void CheckInterrupt(int actor)
    {
        Broken.Unless(Has(Flags.StoppingTold), "law 8: the observer is told of the stop first");
        Broken.Unless(Is(actor, Life.Started) && !Is(actor, Life.Interrupted), "law 8: each started actor is told once");
        for (var i = 0; i < _lives.Length; i++)
        {
            var isAfter = Array.IndexOf(_scene.Dependencies[i], actor) >= 0 && Is(i, Life.Started);
            Broken.Unless(!isAfter || Is(i, Life.Abandoned) || IsOver(i), $"law 9: told when all that come after it are over, and {i} is not");
            Broken.Unless(!isAfter || !_isObserved || (_lives[i] & (Life.HeardEnded | Life.HeardAbandoned)) != Life.None, $"law 16: told once the end of {i} was announced");
        }
    }

    private void CheckTokens(int actor, string what)
    {
        for (var i = 0; i < _lives.Length; i++)
        {
            Broken.Unless(_waves[i] != _waves[actor] || Is(i, Life.Cancelled), $"law 8: all tokens of those told together read as cancelled before {what}");
        }
    }

    /// <summary>The observer is told something of an actor.</summary>
    private void Hear(int actor, Life what)
    {
        Broken.Unless(_at != RunAt.Over, "law 11: nothing reaches a run that is over");
        Broken.Unless(!_isObserved || Is(actor, Life.HeardStarted), "law 16: nothing is told of an actor that has not started");
        Broken.Unless(!Is(actor, Life.HeardAbandoned), "law 11: nothing is told of an actor that was abandoned");
        Broken.Unless(what == Life.None || !Is(actor, what), $"law 16: {what} once");
        Broken.Unless(what != Life.HeardReady || !Has(Flags.StoppingTold), "law 16: no actor becomes ready once the stop was told");
        Broken.Unless(what != Life.HeardAbandoned || Is(actor, Life.HeardInterrupting), "law 11: abandoned after it was told");
        _lives[actor] |= what;
    }

    private void CheckEnd()
    {
        Broken.Unless(_state.IsOver && _state.OutboxCount == 0, "law 10: over when all is done");
        Broken.Unless(Has(Flags.ReadyCompleted) != Has(Flags.ReadyGivenUp), "Ready is settled");
        for (var i = 0; i < _lives.Length; i++)
        {
            var name = PartOf(i).Actor.Name;
            if (!Is(i, Life.Started))
            {
                Broken.Unless((_lives[i] & (Life.Queued | Life.Interrupted | Life.HeardStarted)) == Life.None, $"law 5: nothing of {name} is called");
                continue;
            }

            Broken.Unless(Is(i, Life.Queued | Life.Interrupted), $"laws 4 and 8: {name} was started and told");
            Broken.Unless(IsOver(i) || Is(i, Life.Abandoned), $"law 10: {name} is over");
            Broken.Unless(!_isObserved || !Is(i, Life.Ended) || Is(i, Life.HeardEnded), $"law 16: the end of {name} is told");
            Broken.Unless(!Is(i, Life.Abandoned) || Is(i, Life.HeardAbandoned), $"law 11: {name} is said to be abandoned");
            Broken.Unless(!Is(i, Life.LimitBegun) || Is(i, Life.Abandoned) || Is(i, Life.LimitEnded), $"law 15: the time limit of {name} has ended");
        }

        var late = new StopTimeoutException("");
        var numbers = (_state.CopyFailures()?.InOrder(() => late) ?? []).Select(static exception => exception is Thrown thrown ? thrown.Number : 0);
        Broken.Unless(numbers.SequenceEqual(_thrown), "law 12: all failures, in time order, each once");
        Broken.Unless(_state.Abandoned().SequenceEqual(Enumerable.Range(0, _lives.Length).Where(i => Is(i, Life.Abandoned))), "law 11: the exception names the abandoned");
    }
}
