namespace OkRun.Async.Systematic;

/// <summary>A group whose actors write down what they do, and what must hold of every run of it, whatever the schedule.</summary>
internal sealed class Play
{
    private readonly object _lock = new();
    private readonly List<Exception> _thrown = [];
    private readonly List<Exception> _thrownByHooks = [];
    private readonly Dictionary<Actor, Exception> _executed = [];
    private readonly Dictionary<Actor, CancellationToken> _tokens = [];

    public Play(TimeProvider? clock = null, CancellationToken stopAnnounced = default)
    {
        Group = new(new() { Observer = Ledger, TimeProvider = clock ?? TimeProvider.System, StopAnnounced = stopAnnounced });
        Ledger.IsCancelled = IsCancelled;
    }

    public Ledger Ledger { get; } = new();

    public ActorGroup Group { get; }

    /// <summary>What the hook of each actor throws.</summary>
    public Dictionary<string, Exception> HookFailures { get; } = [];

    /// <summary>What the hook of each actor does before it ends.</summary>
    public Dictionary<string, Func<Task>> Hooks { get; } = [];

    public Actor Add(string name, Func<CancellationToken, Task> work, Actor[]? after = null, bool oneShot = false, TimeSpan? limit = null)
    {
        Actor? actor = null;
        return Group.Add(actor = new(name, token => EnterAsync(actor!, work, token))
        {
            After = after ?? [],
            OneShot = oneShot,
            StopTimeout = limit,
            Interrupt = (cause, deadline) => InterruptAsync(actor!, cause),
        });
    }

    public Actor AddAware(string name, Func<Action, CancellationToken, Task> work, Actor[]? after = null)
    {
        Actor? actor = null;
        return Group.Add(actor = new(name, (ready, token) => EnterAsync(actor!, each => work(ready, each), token))
        {
            After = after ?? [],
            Interrupt = (cause, deadline) => InterruptAsync(actor!, cause),
        });
    }

    /// <summary>Notes that an exception is thrown, and must come out of the run.</summary>
    public T Thrown<T>(T exception)
        where T : Exception
    {
        lock (_lock)
        {
            _thrown.Add(exception);
            return exception;
        }
    }

    public Func<CancellationToken, Task> Fails(string what) => async _ =>
    {
        await Task.Yield();
        throw Thrown(new InvalidOperationException(what));
    };

    /// <summary>Waits for the end, and checks what must always hold.</summary>
    public async Task EndAsync(ActorGroupRun run, CancellationToken caller = default)
    {
        await Work.Ended(run.Completion);
        lock (_lock)
        {
            Laws.CheckOutcome(run, Ledger, _thrown, caller);
            Laws.CheckCause(run.First, Ledger, _executed, caller);
            Check.That(_thrownByHooks.TrueForAll(Ledger.FailedToInterrupt.Contains), "Law 13: the observer is told what hooks threw.");
        }

        Laws.CheckLines(run.Actors, run.First, Ledger.Lines);
    }

    private async Task EnterAsync(Actor actor, Func<CancellationToken, Task> work, CancellationToken token)
    {
        Ledger.Write($"entered {actor.Name}");
        lock (_lock)
        {
            _tokens[actor] = token;
        }

        try
        {
            await work(token);
        }
        catch (Exception exception)
        {
            lock (_lock)
            {
                _executed[actor] = exception;
            }

            throw;
        }
    }

    private bool IsCancelled(Actor actor)
    {
        lock (_lock)
        {
            return _tokens.TryGetValue(actor, out var token) && token.IsCancellationRequested;
        }
    }

    private async Task InterruptAsync(Actor actor, Exception? cause)
    {
        Ledger.Write($"hook of {actor.Name}");
        Check.That(ReferenceEquals(cause, Ledger.Cause), "Law 8: the hook is given the cause.");
        lock (_lock)
        {
            var together = _tokens.Where(known => known.Key == actor || Group.All(each => each.After.Count == 0));
            Check.That(together.All(known => known.Value.IsCancellationRequested), "Law 8: tokens read as cancelled before any hook is called.");
        }

        if (Hooks.TryGetValue(actor.Name, out var hook))
        {
            await hook();
        }

        Ledger.Write($"hook of {actor.Name} ended");
        if (HookFailures.TryGetValue(actor.Name, out var failure))
        {
            lock (_lock)
            {
                _thrownByHooks.Add(failure);
            }

            throw Thrown(failure);
        }
    }
}
