namespace OkRun.Async;

/// <summary>
/// The laws of a run as a state machine: no threads, no tasks, no code of users. An event changes the state and leaves behind what is to be done about it,
/// in an outbox that one thread at a time drains in order. Guarded by the lock of its run.
/// </summary>
internal sealed partial class RunState
{
    private readonly Progress[] _actors;
    private readonly Dependencies? _dependencies; // null where no actor comes after another
    private readonly int[]? _unreadyDependencies; // by actor, how many of those that it comes after are not ready yet
    private readonly int[]? _openDependents; // by actor, how many of those that come after it are not over yet
    private readonly Record[]? _records; // null where nothing can ask
    private readonly bool _isObserved;
    private int _unready; // actors that are not ready, or not announced yet
    private int _executions; // not over yet, of actors that wait as well
    private int _callbacks; // of tokens, likewise
    private int _hooks; // likewise
    private int _first = -1; // the index of the actor that stopped the run

    public RunState(IReadOnlyList<Actor> actors, Dependencies? dependencies, TimeSpan stopTimeout, bool isWatched, bool isObserved)
    {
        _actors = new Progress[actors.Count];
        for (var i = 0; i < _actors.Length; i++)
        {
            _actors[i] = Initial(actors[i], stopTimeout);
            _hooks += _actors[i].Is(Traits.HasHook) ? 1 : 0;
            HasLimits |= _actors[i].Is(Traits.Limited);
        }

        _unready = _executions = _callbacks = _actors.Length;
        _dependencies = dependencies;
        _unreadyDependencies = dependencies?.CountDependencies();
        _openDependents = dependencies?.CountDependents();
        _records = isWatched ? new Record[_actors.Length] : null;
        _isObserved = isObserved;
        HasHooks = _hooks > 0;
        _completed = HasHooks ? ActorParts.None : ActorParts.Hook;
    }

    /// <summary>Whether the actors without dependencies have started. Never, where the caller had cancelled before.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Whether there is an actor that starts.</summary>
    public bool StartsAny => HasBegun && _actors.Length > 0;

    public bool HasHooks { get; }

    public bool HasLimits { get; }

    /// <summary>Whether nothing waits for an actor to be entered or ready, and nothing can ask: then a run need not know of it.</summary>
    public bool IgnoresStarts => _dependencies is null && _records is null && !HasHooks;

    public bool IsStopping { get; private set; }

    /// <summary>Whether all parts of all actors are over.</summary>
    public bool IsOver => IsStopping && _executions + _callbacks + _hooks == 0;

    /// <summary>The index of the actor that stopped the run.</summary>
    public int? First => _first < 0 ? null : _first;

    public Exception? Cause { get; private set; }

    /// <summary>Whether the run stops because there is no actor left to wait for.</summary>
    public bool EndedByItself { get; private set; }

    /// <summary>All failures in time order, once no more come; null if there are none.</summary>
    public Failures? Failures { get; private set; }

    /// <summary>Every actor is ready, and the observer has been told of each.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Whether the actor starts with the run. The others follow when they may.</summary>
    public bool StartsFirst(int actor) => HasBegun && (_dependencies is null || _dependencies.Of(actor).Length == 0);

    /// <summary>Whether the actor was told to stop. Settled before anything that the stop causes, so it may be read without the lock.</summary>
    public bool IsInterrupted(int actor) => _actors[actor].Has(Steps.Interrupted);

    public ActorParts RunningOf(int actor) => _actors[actor].Running;

    public Record RecordOf(int actor) => _records is null ? default : _records[actor];

    /// <summary>The indexes of the actors that did not stop in time.</summary>
    public IEnumerable<int> Abandoned() => Enumerable.Range(0, _actors.Length).Where(actor => _actors[actor].Has(Steps.Abandoned));

    /// <summary>How far one actor has come.</summary>
    public Progress ProgressOf(int actor) => _actors[actor];

    /// <summary>A copy of what is known of each actor.</summary>
    public (Progress[] Progress, Record[]? Records) Snapshot() => ([.. _actors], _records is null ? null : [.. _records]);

    public ActorState StateOf(in Progress actor, Exception? failure) => actor switch
    {
        _ when actor.Has(Steps.Abandoned) => ActorState.Abandoned,
        _ when !actor.Has(Steps.Started) => IsStopping ? ActorState.NotStarted : ActorState.Waiting,
        _ when !actor.IsOpen(ActorParts.Execute) => failure is null ? ActorState.Ended : ActorState.Failed,
        _ when actor.Has(Steps.Interrupted) => ActorState.Stopping,
        _ when actor.Has(Steps.Ready) => ActorState.Ready,
        _ => ActorState.Starting,
    };

    private static Progress Initial(Actor actor, TimeSpan stopTimeout) => new()
    {
        Traits = (actor is { AnnouncesReady: false, OneShot: false } ? Traits.Plain : Traits.None)
            | (actor.OneShot ? Traits.OneShot : Traits.None)
            | (actor.Interrupt is null ? Traits.None : Traits.HasHook)
            | (TimeLimit.IsFinite(actor.StopTimeout ?? stopTimeout) ? Traits.Limited : Traits.None),
        Open = actor.Interrupt is null ? ActorParts.Execute | ActorParts.Callbacks : ActorParts.Execute | ActorParts.Callbacks | ActorParts.Hook,
    };
}
