using System.Diagnostics;

namespace OkRun.Async;

/// <summary>One run of an <see cref="ActorGroup"/>, from <see cref="ActorGroup.Start"/> until all of its actors have stopped.</summary>
/// <remarks>Safe for use by several threads at once. Actors, hooks and observers of the run may use all members, but must not wait for its end.</remarks>
[DebuggerDisplay("{Completion.Status}, {_actors.Length} actors")]
public sealed partial class ActorGroupRun : IAsyncDisposable
{
    private readonly ActorGroup _group;
    private readonly ActorRun[] _actors;
    private readonly RunState _state; // the laws; and the lock of the run, as it never leaves it
    private readonly RunAttachments? _attachments; // null where nothing outside can see or stop the run
#pragma warning disable CA2213 // there is nothing to dispose in a context
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
#pragma warning restore CA2213

    // Completed as the last act of a work item: a step of the run, an actor that has ended at once, or callbacks that are over. So what follows needs no other thread of the pool, and never runs on the
    // stack of an actor, a hook or a caller.
    private readonly TaskCompletionSource _firstEnded = new(TaskCreationOptions.None);
    private readonly TaskCompletionSource _actorsEnded = new(TaskCreationOptions.None);
    private readonly TaskCompletionSource? _hooksEnded; // null where there is no hook
    private int _handover; // of the claim to drain, from the run to the thread that has woken it
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.None);

    internal ActorGroupRun(ActorGroup group, IReadOnlyList<Actor> actors, Dependencies? dependencies, bool hasReader, ActorRun? outer, string? name, CancellationToken caller)
    {
        _group = group;
        var observer = group.Observer?.ForRun() ?? (outer?.ObserverOfRun is null ? null : new InnerObserver(outer, PathFrom(outer.Actor.Name, name)));
        _attachments = RunAttachments.For(observer, hasReader, name, caller);
        _state = new(actors, dependencies, StopTimeout, IsWatched, isObserved: Observer is not null);
        _hooksEnded = _state.HasHooks ? new(TaskCreationOptions.None) : null;
        _actors = new ActorRun[actors.Count];
        for (var i = 0; i < _actors.Length; i++)
        {
            _actors[i] = new(this, actors[i], i);
        }
    }

    /// <summary>
    /// Completes when the run is over. Faulted with all exceptions in time order if there are any. Otherwise canceled if the caller's token is cancelled. Otherwise it runs to completion.
    /// </summary>
    public Task Completion => _completion.Task;

    /// <summary>
    /// Completes when every actor is ready and the observer has been told of each. If the run begins to stop before that, it is faulted with the exception of the actor that stopped the run,
    /// or canceled if no actor failed. It need not be observed.
    /// </summary>
    /// <remarks>An observer must not block on it: it is the observer that this waits for.</remarks>
    public Task Ready => _attachments!.Ready!.Task; // a run that is handed out has one

    /// <summary>The actor whose end stopped the run. Null while none has, and where the caller's token, <see cref="Stop()"/> or the end of the last one-shot actor did.</summary>
    public Actor? First
    {
        get
        {
            lock (_state)
            {
                return _state.First is { } index ? _actors[index].Actor : null;
            }
        }
    }

    internal ActorGroupObserver? Observer => _attachments?.Observer;

    /// <summary>Whether states and times are kept, because a holder of the run or an observer can ask for them.</summary>
    internal bool IsWatched => _attachments is { IsWatched: true };

    internal TimeProvider TimeProvider => _group.Options.TimeProvider;

    internal TimeSpan StopTimeout => _group.Options.StopTimeout;

    internal bool IsCancelledByCaller => _attachments is { Caller.IsCancellationRequested: true };

    internal bool IsStopAnnounced => _group.Options.StopAnnounced.IsCancellationRequested;

    /// <summary>Why the run stops. Settled before the run goes on to stop.</summary>
    internal Exception? Cause => _state.Cause;

    private long Now => IsWatched ? TimeProvider.GetTimestamp() : 0;

    /// <summary>Begins to stop the run, without an exception as cause. Returns at once. Calling it again, or after the end, does nothing.</summary>
    public void Stop() => OnLater(RunEventKind.StopRequested);

    /// <summary>Begins to stop the run for a reason that is no failure of an actor, such as a lock that was lost: interrupt hooks and observers are told it as the cause. Returns at once. Calling it again, or after the end, does nothing.</summary>
    /// <param name="cause">Why. It does not fail the run: what comes out of <see cref="Completion"/> is what actors throw.</param>
    /// <exception cref="ArgumentNullException"><paramref name="cause"/> is null.</exception>
    public void Stop(Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        OnLater(RunEventKind.StopRequested, failures: [cause]);
    }

    /// <summary>Stops the run and waits for its end. It never throws what <see cref="Completion"/> throws, and counts as having observed it.</summary>
    /// <returns>A task that ends when the run is over.</returns>
    public async ValueTask DisposeAsync()
    {
        Stop();
        await Task.WhenAny(Completion).ConfigureAwait(false);
        _ = Completion.Exception;
    }

    /// <param name="outer">The actor in which it runs; null where there is none.</param>
    internal void Begin(ActorRun? outer)
    {
        _attachments?.StartedAt = Now;
        On(RunEventKind.Begun);
        outer?.AddInner(this); // before any of its actors runs, as these can be asked about then
        _attachments?.Register(static run => ((ActorGroupRun)run!).Stop(), this);
        _ = RunAsync();
        if (_state.StartsAny)
        {
            OnLater(RunEventKind.StartEnded); // the run is not woken before that: a wait that is not registered yet when it ends would go on by the pool
        }
    }

    private async Task RunAsync()
    {
        // Run each actor. An actor with dependencies follows when they are ready.
        AnnounceStart();
        foreach (var actor in _actors)
        {
            if (_state.StartsFirst(actor.Index))
            {
                actor.Start();
            }
        }

        // Wait for the first actor to end, or for a request to stop.
        await (_attachments?.StopRequested is { } stopRequested ? Task.WhenAny(_firstEnded.Task, stopRequested.Task) : (Task)_firstEnded.Task).ConfigureAwait(false);

        // Interrupt all actors, those with dependents in their turn.
        Observer?.OnStopping(First, Cause);
        Interrupt(due: null, isFirst: true);
        HandOver();

        // Wait for all of them: actors, hooks, token callbacks.
        await (_hooksEnded is null ? (Task)_actorsEnded.Task : Task.WhenAll(_actorsEnded.Task, _hooksEnded.Task)).ConfigureAwait(false);

        // Return the first exception.
        Complete();
    }

    private void Complete()
    {
        if (_attachments is { } attachments)
        {
            var now = Now;
            attachments.End(now);
            Observer?.OnStopped(TimeProvider.GetElapsedTime(attachments.StartedAt, now));
        }

        Watchdog.Drop(this);
        _group.OnRunCompleting(Completion);
        if (_state.Failures?.InOrder(LateActors) is { } failures)
        {
            _completion.TrySetException(failures);
        }
        else if (IsCancelledByCaller)
        {
            _completion.TrySetCanceled(_attachments!.Caller);
        }
        else
        {
            _completion.TrySetResult();
        }

        _group.OnRunCompleted(Completion);
    }

    /// <summary>Leaves the synchronization context that code of a user has set, or that came along with the execution context: what follows must not be posted to it.</summary>
    internal static void LeaveSynchronizationContext()
    {
        if (SynchronizationContext.Current is not null)
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    /// <summary>
    /// Runs code of an actor as the caller of the run would: with the caller's execution context, or that of the thread where the caller has suppressed its flow. What the code sets there is gone afterwards.
    /// </summary>
    internal void InCallersContext(ContextCallback callback, object state)
    {
        var own = ExecutionContext.Capture();
        if (ReferenceEquals(_context, own) || (_context ?? own) is not { } context)
        {
            callback(state); // most often: this is the default context, as the caller's was, and the pool restores it
            return;
        }

        ExecutionContext.Run(context.CreateCopy(), callback, state); // .NET Framework runs a context only once
    }
}
