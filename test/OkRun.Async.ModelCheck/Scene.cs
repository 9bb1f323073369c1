namespace OkRun.Async.ModelCheck;

/// <summary>A small group, what its actors may do, and what may happen to its run from outside.</summary>
internal sealed record Scene(string Name, Part[] Parts, Outside Outside)
{
    public Actor[] Actors { get; } = [.. Parts.Select(static part => part.Actor)];

    /// <summary>By actor, the indexes of the actors that it comes after.</summary>
    public int[][] Dependencies { get; } =
        [.. Parts.Select(part => part.Actor.After.Select(other => Array.FindIndex(Parts, each => each.Actor == other)).ToArray())];

    public Dependencies? Graph { get; } = Async.Dependencies.Among(
        [.. Parts.Select(static part => part.Actor)], Parts.Select(static (part, index) => (part.Actor, index)).ToDictionary(static each => each.Actor, static each => each.index));
}

/// <summary>An actor of a scene.</summary>
internal sealed record Part(Actor Actor, Habits Habits)
{
    public bool HasHook => Actor.Interrupt is not null;

    public bool IsLimited => Actor.StopTimeout is not null;

    public bool IsPlain => Actor is { AnnouncesReady: false, OneShot: false };

    public bool Does(Habits habit) => (Habits & habit) != Habits.None;
}

/// <summary>What an actor may do, beside what every actor does.</summary>
[Flags]
internal enum Habits
{
    None = 0,
    Fails = 1,
    Hangs = 2,
    HookFails = 4,
    HookHangs = 8,
    CallbacksFail = 16,
    CallbacksHang = 32,

    /// <summary>Whatever fails of it throws the same instance.</summary>
    FailsWithOneInstance = 64,

    /// <summary>The system may have no thread for it.</summary>
    MayGetNoThread = 128,

    /// <summary>The clock has no timer for its time limit.</summary>
    GetsNoTimer = 256,

    /// <summary>A run inside of it reports.</summary>
    Reports = 512,
}

/// <summary>What may happen from outside.</summary>
[Flags]
internal enum Outside
{
    None = 0,
    Stop = 1,
    Caller = 2,

    /// <summary>The caller's token is cancelled before the start.</summary>
    CallerBefore = 4,

    /// <summary>The stop is announced, and comes some time later.</summary>
    Announced = 8,

    /// <summary>A stop that comes for certain, some time: for actors that do not end by themselves.</summary>
    CertainStop = 16,
}
