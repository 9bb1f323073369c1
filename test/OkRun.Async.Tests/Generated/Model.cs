namespace OkRun.Async.Tests;

/// <summary>The laws as one pure state machine. Each event returns nothing; the lines it must cause, each with the exception that it tells of, are appended to <see cref="Lines"/>.</summary>
internal sealed class Model(IReadOnlyList<ModelActor> actors)
{
    private int _now;
    private int? _late;

    public List<(string Line, Exception? With)> Lines { get; } = [];

    public List<Exception> Failures { get; } = [];

    public bool Stopping { get; private set; }

    public bool Cancelled { get; private set; }

    public ModelActor? First { get; private set; }

    public Exception? Cause { get; private set; }

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
        EndNow(actor, actor.IsNormal(thrown, Cancelled) ? null : thrown);
        Settle();
    }

    public void EndHook(ModelActor actor, Exception? thrown)
    {
        actor.HookEnded = true;
        Write($"hook of {actor.Name} ended");
        FailToInterrupt(actor, thrown);
        Settle();
    }

    public void EndCallback(ModelActor actor, Exception? thrown)
    {
        actor.CallbackEnded = true;
        Write($"callback of {actor.Name} ended");
        FailToInterrupt(actor, thrown);
        Settle();
    }

    public void Stop()
    {
        BeginToStop(null, null);
        Settle();
    }

    public void Cancel(CancellationToken caller)
    {
        Cancelled = true;
        BeginToStop(null, new CallersCancellation(caller));
        Settle();
    }

    public void PassSecond()
    {
        _now++;
        foreach (var actor in actors.Where(actor => actor.Told && !actor.IsOver && actor.ToldAt + actor.Limit <= _now))
        {
            actor.Abandoned = true;
            _late ??= Failures.Count;
            Write($"abandoned {actor.Name}");
        }

        Settle();
    }

    private void EndNow(ModelActor actor, Exception? failure)
    {
        actor.Ended = true;
        Record(actor, failure);
        Write($"ended {actor.Name}", failure);
        if (actor.IsOneShot && failure is null)
        {
            BecomeReady(actor);
        }

        if (!actor.IsOneShot || failure is not null || actors.All(each => each.Ended))
        {
            BeginToStop(actor.IsOneShot && failure is null ? null : actor, failure);
        }
    }

    private void BecomeReady(ModelActor actor)
    {
        if (!Stopping && !actor.Ready)
        {
            actor.Ready = true;
            Write($"ready {actor.Name}");
            WasReady = actors.All(each => each.Ready);
        }
    }

    private void BeginToStop(ModelActor? first, Exception? cause)
    {
        if (!Stopping)
        {
            Stopping = true;
            (First, Cause) = (first, cause);
            Write("stopping", cause);
        }
    }

    private void FailToInterrupt(ModelActor actor, Exception? thrown)
    {
        if (!actor.IsNormal(thrown, Cancelled))
        {
            Write($"failed to interrupt {actor.Name}", thrown);
            Record(actor, thrown);
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
        Write($"started {next.Name}");
        Write($"entered {next.Name}");
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
        Write($"told {next.Name}", Cause);
        Write($"hook of {next.Name}", Cause);
        if (!next.HookIsScripted)
        {
            next.HookEnded = true;
            Write($"hook of {next.Name} ended");
        }

        if (next.CallbackIsScripted)
        {
            Write($"callback of {next.Name}");
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

    private void Write(string line, Exception? with = null) => Lines.Add((line, with));
}
