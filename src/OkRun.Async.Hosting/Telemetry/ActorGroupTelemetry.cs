using System.Diagnostics;

namespace OkRun.Async;

/// <summary>An observer that makes traces and metrics of the runs of a group, for OpenTelemetry and whoever else listens to <c>System.Diagnostics</c>.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>Spans: <c>run {group}</c>, and as its children <c>actor {name}</c>, from start to end, with the events <c>okrun.actor.ready</c> and <c>okrun.actor.stopping</c>;
/// status error, with the exception, for what failed. They are never <see cref="Activity.Current"/>: the work of an actor, which may run for weeks, has traces of its own.</item>
/// <item>Metrics: <c>okrun.actors</c> ({actor}, by <c>okrun.actor.state</c>), <c>okrun.actor.duration</c> and <c>okrun.run.stop.duration</c> (s), <c>okrun.actor.failures</c> ({failure}).</item>
/// <item>Attributes: <c>okrun.group.name</c>, <c>okrun.actor.name</c>, <c>error.type</c>.</item>
/// <item>Safe for use by several threads, for one run at a time. It costs little while nobody listens. A hosted group has one already.</item>
/// </list>
/// </remarks>
[DebuggerDisplay("{Group}")]
public sealed class ActorGroupTelemetry : ActorGroupObserver
{
    /// <summary>What the <see cref="ActivitySource"/> and the meter are called.</summary>
    public const string SourceName = "OkRun.Async";

    private readonly Dictionary<Actor, Tracked> _actors = [];
    private bool _hasBegun;
    private Activity? _run;
    private long _stoppingAt;
    private Exception? _cause;

    /// <summary>Creates an observer for a group.</summary>
    /// <param name="group">What traces and metrics call the group.</param>
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
            _actors[actor] = new(TrackedState.Starting, activity);
        }
    }

    /// <inheritdoc/>
    public override void OnReady(Actor actor) => Spans.AddEvent(Move(actor, TrackedState.Ready), "okrun.actor.ready");

    /// <inheritdoc/>
    public override void OnStopping(Actor? first, Exception? cause)
    {
        Begin();
        _stoppingAt = TimeProvider.System.GetTimestamp();
        _run?.AddEvent(new("okrun.run.stopping", tags: first is null ? null : new() { [Attributes.Actor] = first.Name }));
        if (first is not null && cause is not null)
        {
            _cause = cause;
            Spans.Fail(_run, cause);
        }
    }

    /// <inheritdoc/>
    public override void OnInterrupting(Actor actor, Exception? cause) => Spans.AddEvent(Move(actor, TrackedState.Stopping), "okrun.actor.stopping");

    /// <inheritdoc/>
    public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(actor);
        Tracked tracked;
        lock (_actors)
        {
            _actors.Remove(actor, out tracked);
        }

        if (exception is not null)
        {
            CountFailure(actor, exception.GetType());
            Spans.Fail(tracked.Activity, exception);
        }

        if (Instruments.ActorDuration.Enabled)
        {
            Instruments.ActorDuration.Record(elapsed.TotalSeconds, Tags(actor, exception?.GetType()));
        }

        Spans.Stop(tracked.Activity);
    }

    /// <inheritdoc/>
    public override void OnAbandoned(Actor actor, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var activity = Move(actor, TrackedState.Abandoned);
        CountFailure(actor, typeof(StopTimeoutException));
        Spans.Fail(activity, typeof(StopTimeoutException).FullName!, $"It did not stop within {timeout}.");
        Spans.Stop(activity);
    }

    /// <inheritdoc/>
    public override void OnStopped(TimeSpan elapsed)
    {
        if (Instruments.StopDuration.Enabled)
        {
            Instruments.StopDuration.Record(TimeProvider.System.GetElapsedTime(_stoppingAt).TotalSeconds, Tags(null, _cause?.GetType()));
        }

        var run = _run;
        (_run, _cause, _hasBegun) = (null, null, false);
        lock (_actors)
        {
            _actors.Clear();
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

    /// <summary>Notes the state of an actor that has not ended, and returns its activity.</summary>
    private Activity? Move(Actor actor, TrackedState state)
    {
        ArgumentNullException.ThrowIfNull(actor);
        lock (_actors)
        {
            if (!_actors.TryGetValue(actor, out var tracked))
            {
                return null;
            }

            _actors[actor] = tracked with { State = state };
            return tracked.Activity;
        }
    }

    private void CountFailure(Actor actor, Type error)
    {
        if (Instruments.Failures.Enabled)
        {
            Instruments.Failures.Add(1, Tags(actor, error));
        }
    }

    private TagList Tags(Actor? actor, Type? error)
    {
        var tags = new TagList { { Attributes.Group, Group } };
        if (actor is not null)
        {
            tags.Add(Attributes.Actor, actor.Name);
        }

        if (error is not null)
        {
            tags.Add(Attributes.ErrorType, error.FullName);
        }

        return tags;
    }
}
