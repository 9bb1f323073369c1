namespace OkRun.Async.ModelCheck;

// The threads of actors: their work, the callbacks of their tokens, their hooks, their time limits.
internal sealed partial class World
{
    private static readonly object _report = new();

    private void AddStepsOfActor(int actor, List<Step> steps)
    {
        var part = PartOf(actor);
        Add(StepKind.Take, Is(actor, Life.Queued) && !Is(actor, Life.Taken) && !Is(actor, Life.GotNoThread));
        Add(StepKind.Enter, Is(actor, Life.Taken) && !Is(actor, Life.Entered));
        if (Is(actor, Life.Entered))
        {
            Add(StepKind.SayReady, part.Actor.AnnouncesReady && !Is(actor, Life.SaidReady));
            Add(StepKind.Report, part.Does(Habits.Reports) && !Is(actor, Life.Reported));
            var mayEnd = (_lives[actor] & (Life.Ended | Life.EndedTooLate)) == Life.None && !part.Does(Habits.Hangs);
            Add(StepKind.End, mayEnd);
            Add(StepKind.Fail, mayEnd && part.Does(Habits.Fails));
            Add(StepKind.Withdraw, mayEnd && Has(Flags.StopAnnounced) && (!Has(Flags.CallerCancelled) || Has(Flags.Stops)));
        }

        if (Is(actor, Life.Cancelling) && !Is(actor, Life.CallbacksEnded))
        {
            var tracks = _state.HasHooks || _state.HasLimits;
            Add(StepKind.ReadAsCancelled, tracks && !Is(actor, Life.Cancelled));
            var mayEnd = (!tracks || Is(actor, Life.Cancelled)) && !part.Does(Habits.CallbacksHang);
            Add(StepKind.EndCallbacks, mayEnd);
            Add(StepKind.FailCallbacks, mayEnd && part.Does(Habits.CallbacksFail));
        }

        if (Is(actor, Life.HookCalled) && !Is(actor, Life.HookEnded))
        {
            Add(StepKind.EndHook, !part.Does(Habits.HookHangs));
            Add(StepKind.FailHook, part.Does(Habits.HookFails));
        }

        Add(StepKind.PassLimit, Is(actor, Life.LimitBegun) && !Is(actor, Life.LimitPassed) && !part.Does(Habits.GetsNoTimer));

        void Add(StepKind kind, bool isPossible)
        {
            if (isPossible)
            {
                steps.Add(new(kind, actor));
            }
        }
    }

    private void TakeOfActor(StepKind kind, int actor)
    {
        switch (kind)
        {
            case StepKind.Take:
                _lives[actor] |= Life.Taken;
                break;
            case StepKind.Enter:
                _lives[actor] |= Life.Entered;
                Apply(new(RunEventKind.Entered, actor), Drainer.Stack);
                break;
            case StepKind.SayReady:
                _lives[actor] |= Life.SaidReady;
                Apply(new(RunEventKind.SaidReady, actor), Drainer.Stack);
                break;
            case StepKind.Report:
                _lives[actor] |= Life.Reported;
                Apply(new(RunEventKind.InnerReported, actor, Payload: _report), Drainer.Stack);
                break;
            case StepKind.End:
                Apply(new(RunEventKind.ExecutionEnded, actor, []), Drainer.Stack);
                break;
            case StepKind.Fail:
                Apply(new(RunEventKind.ExecutionEnded, actor, [FailureOf(actor, 0)]), Drainer.Stack);
                break;
            case StepKind.Withdraw:
                Apply(new(RunEventKind.ExecutionWithdrawn, actor), Drainer.Stack);
                break;
            case StepKind.ReadAsCancelled:
                _lives[actor] |= Life.Cancelled;
                Apply(new(RunEventKind.TokenCancelled, actor), Drainer.Stack);
                break;
            case StepKind.EndCallbacks or StepKind.FailCallbacks:
                _lives[actor] |= Life.Cancelled | Life.CallbacksEnded;
                Apply(new(RunEventKind.CallbacksEnded, actor, kind == StepKind.EndCallbacks ? [] : [FailureOf(actor, 1)]), Drainer.Stack);
                break;
            case StepKind.EndHook or StepKind.FailHook:
                _lives[actor] |= Life.HookEnded;
                Apply(new(RunEventKind.HookEnded, actor, kind == StepKind.EndHook ? [] : [FailureOf(actor, 2)]), Drainer.Stack);
                break;
            case StepKind.PassLimit:
                _lives[actor] |= Life.LimitPassed;
                Apply(new(RunEventKind.TimedOut, actor), Drainer.Step);
                break;
        }
    }

    private Thrown FailureOf(int actor, int part) => Thrown.By(actor, PartOf(actor).Does(Habits.FailsWithOneInstance) ? 0 : part);
}
