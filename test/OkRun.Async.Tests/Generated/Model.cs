namespace OkRun.Async.Tests;

/// <summary>What one actor of a generated run is like, and how far the laws say it has come. It does only what the script says, or ends well once told.</summary>
internal sealed class ModelActor(int index)
{
    public string Name { get; } = $"{index}";

    public List<ModelActor> After { get; } = [];

    public bool IsAware { get; set; }

    public bool IsOneShot { get; set; }

    public bool ObeysItsToken { get; set; }

    /// <summary>Whether an <see cref="InvalidOperationException"/> is a normal end once the actor is told.</summary>
    public bool ExpectsToFail { get; set; }

    public bool HookIsScripted { get; set; }

    public bool CallbackIsScripted { get; set; }

    public int? Limit { get; set; }

    public bool Started { get; set; }

    public bool Ready { get; set; }

    public bool Ended { get; set; }

    public bool Told { get; set; }

    public bool HookEnded { get; set; }

    public bool CallbackEnded { get; set; }

    public bool Abandoned { get; set; }

    public int ToldAt { get; set; }

    public Exception? Failure { get; set; }

    public bool IsOver => Abandoned || (Ended && Told && HookEnded && CallbackEnded);

    public ActorState State(bool stopping) => this switch
    {
        { Abandoned: true } => ActorState.Abandoned,
        { Started: false } => stopping ? ActorState.NotStarted : ActorState.Waiting,
        { Ended: true } => Failure is null ? ActorState.Ended : ActorState.Failed,
        { Told: true } => ActorState.Stopping,
        { Ready: true } => ActorState.Ready,
        _ => ActorState.Starting,
    };
}

/// <summary>The laws as one pure state machine. Each event returns nothing; the lines it must cause are appended to <see cref="Lines"/>.</summary>
internal sealed class Model(IReadOnlyList<ModelActor> actors)
{
    private int _now;
    private int? _late;

    public List<string> Lines { get; } = [];

    public List<Exception> Failures { get; } = [];

    public bool Stopping { get; private set; }

    public bool Cancelled { get; private set; }

    public ModelActor? First { get; private set; }

    public bool WasReady { get; private set; }

    public int? PlaceOfLate => _late;

    public bool IsOver => Stopping && actors.All(actor => !actor.Started || actor.IsOver);

    public void Begin() => Settle();

    public void SayReady(ModelActor actor)
    {
        BecomeReady(actor);
        Settle();
    }

    public void End(ModelActor actor, Exception? thrown)
    {
        var isNormal = thrown switch
        {
            null => true,
            OperationCanceledException => actor.Told || Cancelled,
            _ => actor is { Told: true, ExpectsToFail: true },
        };
        EndNow(actor, isNormal ? null : thrown);
        Settle();
    }

    public void EndHook(ModelActor actor, Exception? thrown)
    {
        actor.HookEnded = true;
        Lines.Add($"hook of {actor.Name} ended");
        if (thrown is not null)
        {
            Lines.Add($"failed to interrupt {actor.Name}");
        }

        Record(actor, thrown);
        Settle();
    }

    public void EndCallback(ModelActor actor)
    {
        actor.CallbackEnded = true;
        Lines.Add($"callback of {actor.Name} ended");
        Settle();
    }

    public void Stop()
    {
        BeginToStop(null);
        Settle();
    }

    public void Cancel()
    {
        Cancelled = true;
        BeginToStop(null);
        Settle();
    }

    public void PassSecond()
    {
        _now++;
        foreach (var actor in actors.Where(actor => actor.Told && !actor.IsOver && actor.ToldAt + actor.Limit <= _now))
        {
            actor.Abandoned = true;
            _late ??= Failures.Count;
            Lines.Add($"abandoned {actor.Name}");
        }

        Settle();
    }

    private void EndNow(ModelActor actor, Exception? failure)
    {
        actor.Ended = true;
        Record(actor, failure);
        Lines.Add($"ended {actor.Name}");
        if (actor.IsOneShot && failure is null)
        {
            BecomeReady(actor);
        }

        if (!actor.IsOneShot || failure is not null || actors.All(each => each.Ended))
        {
            BeginToStop(actor.IsOneShot && failure is null ? null : actor);
        }
    }

    private void BecomeReady(ModelActor actor)
    {
        if (!Stopping && !actor.Ready)
        {
            actor.Ready = true;
            Lines.Add($"ready {actor.Name}");
            WasReady = actors.All(each => each.Ready);
        }
    }

    private void BeginToStop(ModelActor? first)
    {
        if (!Stopping)
        {
            Stopping = true;
            First = first;
            Lines.Add("stopping");
        }
    }

    private void Record(ModelActor actor, Exception? failure)
    {
        if (failure is not null)
        {
            actor.Failure ??= failure;
            Failures.Add(failure);
        }
    }

    /// <summary>Does what follows from what has happened, until nothing follows any more.</summary>
    private void Settle()
    {
        while (StartNext() || TellNext())
        {
        }
    }

    private bool StartNext()
    {
        if (Stopping || actors.FirstOrDefault(actor => !actor.Started && actor.After.TrueForAll(before => before.Ready)) is not { } next)
        {
            return false;
        }

        next.Started = true;
        Lines.AddRange([$"started {next.Name}", $"entered {next.Name}"]);
        if (!next.IsAware && !next.IsOneShot)
        {
            BecomeReady(next);
        }

        return true;
    }

    private bool TellNext()
    {
        if (!Stopping || actors.FirstOrDefault(MayBeTold) is not { } next)
        {
            return false;
        }

        (next.Told, next.ToldAt) = (true, _now);
        Lines.AddRange([$"told {next.Name}", $"hook of {next.Name}"]);
        if (!next.HookIsScripted)
        {
            next.HookEnded = true;
            Lines.Add($"hook of {next.Name} ended");
        }

        if (next.CallbackIsScripted)
        {
            Lines.Add($"callback of {next.Name}");
        }
        else
        {
            next.CallbackEnded = true;
        }

        if (next.ObeysItsToken && !next.Ended)
        {
            EndNow(next, null);
        }

        return true;
    }

    private bool MayBeTold(ModelActor actor) =>
        actor is { Started: true, Told: false } && actors.All(other => !other.Started || other.IsOver || !other.After.Contains(actor));
}
