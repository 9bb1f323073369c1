namespace OkRun.Async;

// The definition is run: by itself, or as an actor of another group.
public sealed partial class ActorGroup
{
    /// <summary>Runs the actors until all of them have stopped: <see cref="Start"/>, and the run's <see cref="ActorGroupRun.Completion"/>. In oklog/run: <c>Run</c>.</summary>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>A task that ends when every actor has stopped. If something has failed, it is faulted with all exceptions in the order in which they happened. See the laws in the remarks of <see cref="ActorGroup"/>.</returns>
    /// <exception cref="OperationCanceledException">On await: <paramref name="cancellationToken"/> stopped the run, and no actor failed.</exception>
    public Task RunAsync(CancellationToken cancellationToken = default) => StartRun(hasReader: false, cancellationToken).Completion;

    /// <summary>Starts a run and returns its handle. No code of an actor runs on the caller's thread.</summary>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>The run.</returns>
    public ActorGroupRun Start(CancellationToken cancellationToken = default) => StartRun(hasReader: true, cancellationToken);

    internal ActorGroupRun StartRun(bool hasReader, CancellationToken cancellationToken, ActorRun? outer = null, string? name = null)
    {
        lock (_lock)
        {
            Interlocked.Increment(ref _activeRuns);
            if (!_areDependenciesKnown)
            {
                (_dependencies, _areDependenciesKnown) = (Dependencies.Among(_actors, _indexOf), true);
            }
        }

        ActorGroupRun run = new(this, _actors, _dependencies, hasReader, outer, name, cancellationToken);
        run.Begin(outer);
        return run;
    }

    /// <summary>Makes the group one actor of another group. Each run of that actor is a run of this group.</summary>
    /// <param name="name">The name of the actor. It need not be unique.</param>
    /// <returns>
    /// An actor that is ready when all actors of this group are ready, ends when the run of this group is over, and fails with all exceptions of that run. When it is told to stop, this group stops.
    /// A group without an observer of its own reports to the observer of the outer group, with names such as <c>ingest/parser</c>.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    /// <example>
    /// <code>
    /// ActorGroup ingest = [reader, parser];
    /// Actor inner = ingest.AsActor("ingest");
    /// await new ActorGroup { inner, new Actor("web", server.RunAsync) { After = [inner] }, Actor.Signals() }.RunAsync();
    /// </code>
    /// </example>
    public Actor AsActor(string name) => Actor.OfGroup(name, RunInsideAsync);

    private Task RunInsideAsync(ActorRun outer)
    {
        var run = StartRun(hasReader: true, outer.Token, outer);
        outer.WhenEnded(run.Ready, static (ready, outer) =>
        {
            if (ready.Status == TaskStatus.RanToCompletion)
            {
                ((ActorRun)outer!).BecomeReady();
            }
        });
        return run.Completion;
    }

    private static bool IsOpen(Task? completion) => completion is { IsCompleted: false };

    /// <summary>A run is about to complete. It counts as active until its task has completed, which comes next.</summary>
    internal void OnRunCompleting(Task completion)
    {
        if (Interlocked.CompareExchange(ref _completing, completion, null) is not null)
        {
            lock (_lock)
            {
                (_othersCompleting ??= []).Add(completion);
            }
        }

        Interlocked.Decrement(ref _activeRuns);
    }

    /// <summary>A run has completed. Until this comes, the group keeps its task, but nothing of the run.</summary>
    internal void OnRunCompleted(Task completion)
    {
        if (Interlocked.CompareExchange(ref _completing, null, completion) != completion)
        {
            lock (_lock)
            {
                _othersCompleting!.Remove(completion);
            }
        }
    }
}
