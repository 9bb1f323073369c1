namespace OkRun.Async.ModelCheck;

/// <summary>
/// A run whose threads are data: its state, how far each of its threads has come, and what the laws have seen so far. It says which steps are possible, and takes one of them.
/// Steps are as small as the parts of the core between two locks, so that the search meets every interleaving.
/// </summary>
internal sealed partial class World
{
    private readonly Scene _scene;
    private readonly bool _isObserved;
    private readonly Life[] _lives;
    private readonly int[] _waves; // by actor, with which others it was told
    private readonly List<int> _thrown; // the numbers of all failures that count, in time order; 0 stands for those that were late
    private RunState _state;
    private RunAt _at;
    private int _next; // the next actor to start with the run
    private Drainer _drainer;
    private Pending _pending;
    private int[] _turns = []; // the actors with which the drainer goes on
    private int _turn;
    private int _waveCount;
    private Flags _flags;
    private int _first = -1;
    private int _causeNumber = -1; // -1 without a cause; 0 for the caller's cancellation

    public World(Scene scene, bool isWatched, bool isObserved)
    {
        (_scene, _isObserved) = (scene, isObserved);
        (_lives, _waves, _thrown) = (new Life[scene.Parts.Length], new int[scene.Parts.Length], []);
        _state = new(scene.Actors, scene.Graph, Timeout.InfiniteTimeSpan, isWatched, isObserved);
        if (scene.Outside.HasFlag(Outside.CallerBefore))
        {
            _flags |= Flags.CallerCancelled;
        }

        Begin();
    }

    private World(World other)
    {
        (_scene, _isObserved) = (other._scene, other._isObserved);
        (_lives, _waves, _thrown) = ([.. other._lives], [.. other._waves], [.. other._thrown]);
        _state = other._state.Copy();
        (_at, _next, _drainer, _pending, _turns, _turn) = (other._at, other._next, other._drainer, other._pending, other._turns, other._turn);
        (_waveCount, _flags, _first, _causeNumber) = (other._waveCount, other._flags, other._first, other._causeNumber);
    }

    public bool HasEnded => _at == RunAt.Over;

    public World Copy() => new(this);

    public UInt128 TakeKey(Key key)
    {
        _state.AddTo(key);
        for (var i = 0; i < _lives.Length; i++)
        {
            key.Add((int)_lives[i]);
            key.Add((int)_lives[i] >> 16);
            key.Add(_waves[i]);
        }

        key.Add(((int)_at << 8) | _next);
        key.Add(((int)_drainer << 8) | (int)_pending);
        key.Add(_turns.AsSpan(Math.Min(_turn, _turns.Length)));
        key.Add(((int)_flags << 8) | (_first + 1));
        key.Add(_causeNumber);
        foreach (var number in _thrown)
        {
            key.Add(number);
        }

        return key.Take();
    }

    /// <summary>Adds all steps that are possible.</summary>
    public void AddSteps(List<Step> steps)
    {
        AddStepsOfRun(steps);
        AddStepsFromOutside(steps);
        for (var i = 0; i < _lives.Length; i++)
        {
            AddStepsOfActor(i, steps);
        }
    }

    public void Take(Step step)
    {
        if (step.Actor >= 0 && step.Kind >= StepKind.Take)
        {
            TakeOfActor(step.Kind, step.Actor);
        }
        else
        {
            TakeOfRun(step.Kind);
        }
    }

    private void AddStepsFromOutside(List<Step> steps)
    {
        if (_scene.Outside.HasFlag(Outside.Stop) && !Has(Flags.StopRequested))
        {
            steps.Add(new(StepKind.Stop));
        }

        if (_scene.Outside.HasFlag(Outside.Caller) && !Has(Flags.CallerCancelled))
        {
            steps.Add(new(StepKind.CallerCancels));
        }

        if (Has(Flags.CallerCancelled) && !Has(Flags.CallerHeard))
        {
            steps.Add(new(StepKind.CallerIsHeard));
        }

        if (_scene.Outside.HasFlag(Outside.Announced) && !Has(Flags.CertainStopCame))
        {
            steps.Add(new(Has(Flags.StopAnnounced) ? StepKind.CertainStop : StepKind.StopIsAnnounced));
        }

        if (_scene.Outside.HasFlag(Outside.CertainStop) && !Has(Flags.CertainStopCame))
        {
            steps.Add(new(StepKind.CertainStop));
        }
    }

    private bool Has(Flags flags) => (_flags & flags) == flags;

    private bool Is(int actor, Life life) => (_lives[actor] & life) == life;

    private Part PartOf(int actor) => _scene.Parts[actor];

    /// <summary>Where the method that runs the group is.</summary>
    private enum RunAt
    {
        Announcing,
        Starting,

        /// <summary>All that start with the run were started, and it waits. It is not woken before that.</summary>
        Started,
        WaitingForFirst,
        Stopping,
        WaitingForAll,
        Over,
    }

    /// <summary>Which thread has the claim to drain.</summary>
    private enum Drainer
    {
        None,

        /// <summary>The run, which has not announced its start yet, or has been woken and has not begun to stop.</summary>
        Run,

        /// <summary>A thread of an actor, which may not go on with the run.</summary>
        Stack,

        /// <summary>A step of the run; also one that is only queued yet.</summary>
        Step,
    }

    /// <summary>What the drainer does next, before it takes the next effect.</summary>
    private enum Pending
    {
        None,
        ReadyAnnounced,
        TakeDue,
        MarkInterrupted,
        Interrupt,
        EndAmended,
        BeginLimit,
        CallHook,
        CallOneHook,
    }

    [Flags]
    private enum Flags
    {
        None = 0,
        StopRequested = 1,
        CallerCancelled = 2,
        CallerHeard = 4,
        StopAnnounced = 8,
        CertainStopCame = 16,
        Awake = 32,
        StoppingTold = 64,
        ActorsCompleted = 128,
        HooksCompleted = 256,
        ReadyCompleted = 512,
        ReadyGivenUp = 1024,
        Stops = 2048,
    }
}
