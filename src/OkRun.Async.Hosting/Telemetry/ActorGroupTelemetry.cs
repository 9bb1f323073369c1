using System.Diagnostics;

namespace OkRun.Async;

/// <summary>An observer that makes traces and metrics of the runs of a group, for OpenTelemetry and other listeners of <c>System.Diagnostics</c>.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>Spans: <c>run {group}</c>, and as its children <c>actor {name}</c>, from start to end, with the events <c>okrun.actor.ready</c> and <c>okrun.actor.stopping</c>.
/// What failed has the status error, with the exception. The span of the run has its first failure, even if its first end was normal. A hook that fails after its actor has ended is an error of the span of the run only. The spans are never <see cref="Activity.Current"/>, because an actor may run for weeks, and its work has traces of its own.</item>
/// <item>Metrics: <c>okrun.actors</c> ({actor}, by <c>okrun.actor.state</c>), <c>okrun.actor.duration</c> and <c>okrun.run.stop.duration</c> (s), <c>okrun.actor.failures</c> ({failure}).</item>
/// <item>Attributes: <c>okrun.group.name</c>, <c>okrun.actor.name</c>, <c>error.type</c>.</item>
/// <item>Safe for use by several threads, for one run at a time. It costs little while there is no listener. A hosted group has one already.</item>
/// </list>
/// </remarks>
[DebuggerDisplay("{Group}")]
public sealed class ActorGroupTelemetry : ActorGroupObserver
{
    /// <summary>The name of the <see cref="ActivitySource"/> and of the meter.</summary>
    public const string SourceName = "OkRun.Async";

    private readonly Dictionary<Actor, Tracked> _actors = [];
    private bool _hasBegun;
    private Activity? _run;
    private long _stoppingAt;
    private Failure? _failure;

    /// <summary>Creates an observer for a group.</summary>
    /// <param name="group">The name of the group in traces and metrics.</param>
    /// <exception cref="ArgumentNullException"><paramref name="group"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="group"/> is empty or white space.</exception>
    public ActorGroupTelemetry(string group)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(group);
        Group = group;
        Instruments.Add(this);
    }

    internal string Group { get; }

    internal IReadOnlyList<TrackedState> States
    {
        get
        {
            lock (_actors)
            {
                return [.. _actors.Values.Select(actor => actor.State)];
            }
        }
    }

    /// <inheritdoc/>
    public override void OnStarted(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        Begin();
        var activity = Spans.StartActor(_run, Group, actor);
        lock (_actors)
        {
            _actors[actor] = new(TrackedState.Starting, TimeProvider.System.GetTimestamp(), activity);
        }
    }

    /// <inheritdoc/>
    public override void OnReady(Actor actor) => Spans.AddEvent(Move(actor, TrackedState.Ready)?.Activity, "okrun.actor.ready");

    /// <inheritdoc/>
    public override void OnStopping(Actor? first, Exception? cause)
    {
        Begin();
        _stoppingAt = TimeProvider.System.GetTimestamp();
        _run?.AddEvent(new("okrun.run.stopping", tags: first is null ? null : new() { [Attributes.Actor] = first.Name }));
        if (first is null || cause is null)
        {
            return; // a caller that cancels is no failure
        }

        lock (_actors)
        {
            _failure = _failure?.Exception == cause ? _failure : new(cause); // ends may be heard of in another order than they came
        }
    }

    /// <inheritdoc/>
    public override void OnInterrupting(Actor actor, Exception? cause) => Spans.AddEvent(Move(actor, TrackedState.Stopping)?.Activity, "okrun.actor.stopping");

    /// <inheritdoc/>
    public override void OnInterruptFailed(Actor actor, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(exception);
        Tracked tracked;
        lock (_actors)
        {
            _actors.TryGetValue(actor, out tracked);
        }

        Fail(actor, tracked.Activity, new(exception));
    }

    /// <inheritdoc/>
    public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(actor);
        Tracked tracked;
        lock (_actors)
        {
            _actors.Remove(actor, out tracked);
        }

        if (tracked.State != TrackedState.Abandoned) // at that very moment
        {
            Instruments.MeasureActor(Group, actor, elapsed, exception?.GetType());
        }

        if (exception is not null)
        {
            Fail(actor, tracked.Activity, new(exception));
        }

        Spans.Stop(tracked.Activity);
    }

    /// <inheritdoc/>
    public override void OnAbandoned(Actor actor, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var tracked = Move(actor, TrackedState.Abandoned);
        Fail(actor, tracked?.Activity, new(null, typeof(StopTimeoutException), $"It did not stop within {timeout}."));
        if (tracked is { } late) // if not, its hook is late: it has ended, and was measured then
        {
            Instruments.MeasureActor(Group, actor, TimeProvider.System.GetElapsedTime(late.StartedAt), typeof(StopTimeoutException));
            Spans.Stop(late.Activity);
        }
    }

    /// <inheritdoc/>
    public override void OnStopped(TimeSpan elapsed)
    {
        Failure? failure;
        lock (_actors)
        {
            (failure, _failure) = (_failure, null);
            _actors.Clear();
        }

        Instruments.MeasureStop(Group, TimeProvider.System.GetElapsedTime(_stoppingAt), failure?.Type);
        var run = _run;
        (_run, _hasBegun) = (null, false);
        if (failure is not null)
        {
            Spans.Fail(run, failure);
        }

        Spans.Stop(run);
    }

    /// <summary>The first call of a run: no other comes before it has returned.</summary>
    private void Begin()
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            _run = Spans.StartRun(Group);
        }
    }

    /// <summary>Notes the state of an actor that has not ended; null for one that has.</summary>
    private Tracked? Move(Actor actor, TrackedState state)
    {
        ArgumentNullException.ThrowIfNull(actor);
        lock (_actors)
        {
            if (!_actors.TryGetValue(actor, out var tracked))
            {
                return null;
            }

            _actors[actor] = tracked with { State = state };
            return tracked;
        }
    }

    /// <summary>Counts a failure. The run's first is the run's, too; it is known when the run is over.</summary>
    private void Fail(Actor actor, Activity? activity, Failure failure)
    {
        Instruments.CountFailure(Group, actor, failure.Type);
        lock (_actors)
        {
            _failure ??= failure;
        }

        Spans.Fail(activity, failure);
    }
}
