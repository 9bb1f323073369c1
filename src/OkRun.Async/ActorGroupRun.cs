using System.Diagnostics;

namespace OkRun.Async;

/// <summary>One run of an <see cref="ActorGroup"/>, from <see cref="ActorGroup.Start"/> until everybody has stopped.</summary>
/// <remarks>Safe for use by several threads at once. All members may be used by actors, hooks and observers of the run; only do not wait there for its end.</remarks>
[DebuggerDisplay("{Completion.Status}, {_actors.Length} actors")]
public sealed partial class ActorGroupRun : IAsyncDisposable
{
    private readonly ActorGroup _group;
    private readonly ActorRun[] _actors; // and the lock of the run, as it never leaves it
    private readonly CancellationToken _caller;
#pragma warning disable CA2213 // there is nothing to dispose in a context
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
#pragma warning restore CA2213
    private readonly TaskCompletionSource _firstEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource? _stopAsked; // null where nobody can ask: there is neither a watcher nor a token
    private readonly TaskCompletionSource _actorsEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource? _hooksEnded; // null where nobody has a hook
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _registration;

    internal ActorGroupRun(ActorGroup group, List<Actor> actors, bool isWatched, CancellationToken caller)
    {
        IsWatched = isWatched;
        _group = group;
        _caller = caller;
        _stopAsked = isWatched || caller.CanBeCanceled ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        _actors = new ActorRun[actors.Count];
        for (var i = 0; i < _actors.Length; i++)
        {
            _actors[i] = new(this, actors[i]);
            _hooksEnded ??= _actors[i].HasHook ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        }

        Links.Tie(_actors);
        _unready = _unended = _actors.Length;
    }

    /// <summary>Ends when the run is over: as law 12 of <see cref="ActorGroup"/> says, completed, canceled with the caller's token, or faulted with every exception.</summary>
    public Task Completion => _completion.Task;

    /// <summary>How far each actor has come at this moment, in the order of <c>Add</c>. A snapshot: it does not change.</summary>
    public IReadOnlyList<ActorStatus> Actors
    {
        get
        {
            (ActorRun Run, ActorState State, Exception? Exception, (long From, long? To) Time, ActorParts Running, long? ToldAt)[] known;
            lock (_actors)
            {
                known = [.. from run in _actors let failure = _failures?.Of(run) select (run, run.State(_stopping, failure), failure, run.Time, run.Running, run.Has(Marks.Told) ? (long?)run.ToldAt : null)];
            }

            var now = Now; // not before the lock, or an actor could seem to have started later than now
            return [.. known.Select(each => new ActorStatus(
                each.Run.Actor, each.State, each.Exception, TimeProvider.GetElapsedTime(each.Time.From, each.Time.To ?? now))
            {
                Running = each.Running,
                SinceTold = each.ToldAt is { } told ? TimeProvider.GetElapsedTime(told, now) : null,
            })];
        }
    }

    internal ActorGroupObserver? Observer => _group.Observer;

    /// <summary>Whether somebody has a handle, or observes: otherwise nobody can ask for states and times, and they are not kept.</summary>
    internal bool IsWatched { get; }

    internal TimeProvider TimeProvider => _group.Options.TimeProvider;

    internal long StartedAt { get; private set; }

    private long Now => IsWatched ? TimeProvider.GetTimestamp() : 0;

    internal TimeSpan StopTimeout => _group.Options.StopTimeout;

    /// <summary>Stops the run and waits for its end. It never throws what <see cref="Completion"/> throws, and counts as having seen it.</summary>
    /// <returns>A task that ends when the run is over.</returns>
    public async ValueTask DisposeAsync()
    {
        Stop();
        await Task.WhenAny(Completion).ConfigureAwait(false);
        _ = Completion.Exception;
    }

    internal void Begin()
    {
        StartedAt = Now;
        Observer?.OnStarting(this);
        var mayStart = MarkFirstStarted();
        if (_actors.Length == 0)
        {
            Stop(); // there is nobody to wait for
        }

        _registration = _caller.UnsafeRegister(static run => ((ActorGroupRun)run!).Stop(), this);
        _ = RunAsync(mayStart);
    }

    private async Task RunAsync(bool mayStart)
    {
        // Run each actor; those that come after others follow when they may.
        foreach (var actor in _actors)
        {
            if (mayStart && actor.WaitsForNobody)
            {
                actor.Start();
            }
        }

        // Wait for the first actor to end, or for somebody to ask for the stop.
        await (_stopAsked is null ? (Task)_firstEnded.Task : Task.WhenAny(_firstEnded.Task, _stopAsked.Task)).ConfigureAwait(false);

        // Tell all actors to stop, those that others come after in their turn.
        SettleReady();
        Observer?.OnStopping(First, Cause);
        Tell(TakeFirstToTell());

        // Wait for all of them: actors, hooks, token callbacks.
        await (_hooksEnded is null ? (Task)_actorsEnded.Task : Task.WhenAll(_actorsEnded.Task, _hooksEnded.Task)).ConfigureAwait(false);

        // Return the first exception.
        Complete();
    }

    private void Tell(ActorRun[] actors)
    {
        var hooks = _hooksEnded is not null && Array.Exists(actors, static actor => actor.HasHook);
        var limits = false;
        foreach (var actor in actors)
        {
            Observer?.OnInterrupting(actor.Actor, Cause);
            limits |= actor.CancelToken(hooks);
        }

        // Only now, when all of them are told and, where there are hooks, every token reads as cancelled, does their time begin and are hooks called.
        foreach (var actor in hooks || limits ? actors : [])
        {
            actor.StartTimeLimit();
            actor.CallHook();
        }
    }

    private void Complete()
    {
        _registration.Dispose();
        Observer?.OnStopped(TimeProvider.GetElapsedTime(StartedAt, Now));

        if (TakeFailures() is { } failures)
        {
            _completion.TrySetException(failures);
        }
        else if (IsCancelledByCaller)
        {
            _completion.TrySetCanceled(_caller);
        }
        else
        {
            _completion.TrySetResult();
        }

        _group.Forget(this);
    }

    /// <summary>Runs code of an actor as the caller of the run would: with his execution context.</summary>
    internal void InCallersContext(ContextCallback callback, ActorRun actor)
    {
        if (_context is null || ReferenceEquals(_context, ExecutionContext.Capture()))
        {
            callback(actor); // the caller has suppressed its flow; or, most often, this is the default context as his was
            return;
        }

        ExecutionContext.Run(_context.CreateCopy(), callback, actor); // .NET Framework runs a context only once
    }
}
