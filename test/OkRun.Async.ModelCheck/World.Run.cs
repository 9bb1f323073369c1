namespace OkRun.Async.ModelCheck;

// The thread on which the run goes on, and what comes from outside.
internal sealed partial class World
{
    private bool StartsAny => HasBegun && _lives.Length > 0;

    private bool HasBegun => _scene.Outside is var outside && !outside.HasFlag(Outside.CallerBefore);

    private void Begin()
    {
        _drainer = _isObserved ? Drainer.Run : Drainer.None; // nothing is drained before the start has been announced
        Apply(new(RunEventKind.Begun), Drainer.Stack);
        _at = _isObserved ? RunAt.Announcing : RunAt.Starting;
        FindNext();
    }

    /// <summary>Moves on to the next actor that starts with the run, or past the last of them.</summary>
    private void FindNext()
    {
        while (_next < _lives.Length && !(HasBegun && _scene.Dependencies[_next].Length == 0))
        {
            _next++;
        }

        if (_at == RunAt.Starting && _next == _lives.Length)
        {
            _at = StartsAny ? RunAt.Started : RunAt.WaitingForFirst;
        }
    }

    private void AddStepsOfRun(List<Step> steps)
    {
        switch (_at)
        {
            case RunAt.Announcing:
                steps.Add(new(StepKind.StartIsAnnounced));
                break;
            case RunAt.Starting:
                steps.Add(new(StepKind.StartNext, _next));
                if (PartOf(_next).Does(Habits.MayGetNoThread))
                {
                    steps.Add(new(StepKind.StartNextWithoutThread, _next));
                }

                break;
            case RunAt.Started:
                steps.Add(new(StepKind.StartEnds));
                break;
            case RunAt.WaitingForFirst when Has(Flags.Awake):
                steps.Add(new(StepKind.BeginToStop));
                break;
        }

        if (_drainer is Drainer.Stack or Drainer.Step)
        {
            steps.Add(new(StepKind.Drain));
        }
    }

    private void TakeOfRun(StepKind kind)
    {
        switch (kind)
        {
            case StepKind.StartIsAnnounced:
                AnnounceStart();
                break;
            case StepKind.StartNext or StepKind.StartNextWithoutThread:
                StartWithRun(kind == StepKind.StartNext);
                break;
            case StepKind.StartEnds:
                _at = RunAt.WaitingForFirst;
                Apply(new(RunEventKind.StartEnded), Drainer.Step);
                break;
            case StepKind.BeginToStop:
                Broken.Unless(!Has(Flags.StoppingTold) && _drainer == Drainer.Run, "law 8: a run stops once");
                _flags |= Flags.StoppingTold;
                (_at, _drainer, _pending) = (RunAt.Stopping, Drainer.Step, Pending.TakeDue);
                break;
            case StepKind.Drain:
                Drain();
                break;
            case StepKind.CallerCancels:
                _flags |= Flags.CallerCancelled;
                break;
            case StepKind.StopIsAnnounced:
                _flags |= Flags.StopAnnounced;
                break;
            default:
                _flags |= kind == StepKind.Stop ? Flags.StopRequested : kind == StepKind.CallerIsHeard ? Flags.CallerHeard : Flags.CertainStopCame;
                Apply(new(RunEventKind.StopRequested), Drainer.Step);
                break;
        }
    }

    private void AnnounceStart()
    {
        for (var i = 0; i < _lives.Length; i++)
        {
            Broken.Unless(_state.StartsFirst(i) == (HasBegun && _scene.Dependencies[i].Length == 0), "laws 2 and 3: all without dependencies start, if the caller has not cancelled before");
            _lives[i] |= _state.StartsFirst(i) ? Life.HeardStarted : Life.None;
        }

        _at = RunAt.Starting;
        _drainer = Drainer.None;
        Apply(new(RunEventKind.StartAnnounced), Drainer.Step);
        FindNext();
    }

    private void StartWithRun(bool hasThread)
    {
        var actor = _next++;
        Start(actor);
        if (!hasThread)
        {
            GetNoThread(actor, Drainer.Stack);
        }

        FindNext();
    }

    private void Start(int actor)
    {
        Broken.Unless(Is(actor, Life.Started) && !Is(actor, Life.Queued), "laws 2 and 4: started once, when it may");
        Broken.Unless(!Has(Flags.StoppingTold), "law 5: nothing starts once the stop was told");
        Broken.Unless(!_isObserved || Is(actor, Life.HeardStarted), "the observer hears of the start before it");
        _lives[actor] |= Life.Queued;
    }

    /// <summary>The system has no thread: the actor ends without having been entered.</summary>
    private void GetNoThread(int actor, Drainer claimant)
    {
        _lives[actor] |= Life.GotNoThread;
        Apply(new(RunEventKind.ExecutionEnded, actor, [Thrown.By(actor, 0)]), claimant);
    }

    private void TryComplete()
    {
        if (_at == RunAt.WaitingForAll && Has(Flags.ActorsCompleted) && (Has(Flags.HooksCompleted) || !_state.HasHooks))
        {
            CheckEnd();
            _at = RunAt.Over;
        }
    }
}
