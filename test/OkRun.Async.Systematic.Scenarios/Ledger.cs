namespace OkRun.Async.Systematic;

/// <summary>Writes down, in order, what happens in a run. Whoever wants to act on a line does so on the stack that wrote it.</summary>
internal sealed class Ledger : ActorGroupObserver
{
    private readonly object _lock = new();
    private readonly List<string> _lines = [];

    /// <summary>Called with each line of the run, as an observer of it.</summary>
    public Action<string>? Hears { get; set; }

    /// <summary>Whether the actor's token reads as cancelled.</summary>
    public Func<Actor, bool> IsCancelled { get; set; } = static _ => false;

    public Actor? First { get; private set; }

    public Exception? Cause { get; private set; }

    /// <summary>What was told of the end of each actor.</summary>
    public Dictionary<Actor, Exception?> Ended { get; } = [];

    /// <summary>What was told of hooks and callbacks that failed.</summary>
    public List<Exception> FailedToInterrupt { get; } = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public void Write(string line)
    {
        lock (_lock)
        {
            _lines.Add(line);
        }
    }

    public override void OnStarted(Actor actor) => Hear($"started {actor.Name}");

    public override void OnReady(Actor actor) => Hear($"ready {actor.Name}");

    public override void OnStopping(Actor? first, Exception? cause)
    {
        (First, Cause) = (first, cause);
        Hear("stopping");
    }

    public override void OnInterrupting(Actor actor, Exception? cause)
    {
        Check.That(ReferenceEquals(cause, Cause) || actor.Name.Contains('/', StringComparison.Ordinal), "Law 7: every actor is told the one cause of its run.");
        Check.That(!IsCancelled(actor), "The observer hears of it before the token is cancelled.");
        Hear($"told {actor.Name}");
    }

    public override void OnInterruptFailed(Actor actor, Exception exception)
    {
        lock (_lock)
        {
            FailedToInterrupt.Add(exception);
        }

        Hear($"failed to interrupt {actor.Name}");
    }

    public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed)
    {
        lock (_lock)
        {
            Ended[actor] = exception;
        }

        Hear($"ended {actor.Name}");
    }

    public override void OnAbandoned(Actor actor, TimeSpan timeout) => Hear($"abandoned {actor.Name}");

    public override void OnStopped(TimeSpan elapsed) => Hear("stopped");

    private void Hear(string line)
    {
        Write(line);
        Hears?.Invoke(line);
    }
}
