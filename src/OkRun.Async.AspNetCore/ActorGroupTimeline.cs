using System.Diagnostics;

namespace OkRun.Async;

/// <summary>An observer that remembers when what happened in a run, for the page of <c>MapActorGroups</c>.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>A hosted group gets one from the page. A group of your own gets one as its observer, and the page finds it as a service.</item>
/// <item>It remembers one run: the next one begins anew.</item>
/// <item>Safe for use by several threads, for one run at a time.</item>
/// </list>
/// </remarks>
[DebuggerDisplay("{Name}, {_moments.Count} actors")]
public sealed partial class ActorGroupTimeline : ActorGroupObserver, IActorGroupRunObserver
{
    private readonly object _lock = new();
    private readonly Dictionary<Actor, Moments> _moments = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset? _startedAt;
    private long _start;
    private long? _stoppingMs;
    private long? _stoppedMs;
    private Actor? _first;
    private Exception? _cause;

    /// <summary>Creates a timeline.</summary>
    /// <param name="name">What the page calls the group.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public ActorGroupTimeline(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>What the page calls the group.</summary>
    public string Name { get; }

    /// <summary>The run: it knows of actors that have not started. A hosted group needs no help with it.</summary>
    /// <value>Default: null; the page then shows an actor from its start on.</value>
    public ActorGroupRun? Run { get; set; }

    /// <summary>The clock of the timeline.</summary>
    /// <value>Default: <see cref="TimeProvider.System"/>.</value>
    /// <exception cref="ArgumentNullException">The provider is null.</exception>
    public TimeProvider TimeProvider
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = TimeProvider.System;

    /// <summary>Ends at the next change. Take it before the view, or a change between the two is lost.</summary>
    internal Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    /// <inheritdoc/>
    public void OnStarting(ActorGroupRun run) => Run = run;

    /// <inheritdoc/>
    public override void OnStarted(Actor actor) => Record(actor, (moments, now) => moments.StartMs = now);

    /// <inheritdoc/>
    public override void OnReady(Actor actor) => Record(actor, (moments, now) => moments.ReadyMs = now);

    /// <inheritdoc/>
    public override void OnInterrupting(Actor actor, Exception? cause) => Record(actor, (moments, now) => moments.ToldMs = now);

    /// <inheritdoc/>
    public override void OnInterruptFailed(Actor actor, Exception exception) => Record(actor, (moments, _) => moments.Exception ??= exception);

    /// <inheritdoc/>
    public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) =>
        Record(actor, (moments, now) => (moments.EndMs, moments.Exception) = (now, moments.Exception ?? exception));

    /// <inheritdoc/>
    public override void OnAbandoned(Actor actor, TimeSpan timeout) =>
        Record(actor, (moments, now) => (moments.EndMs, moments.IsAbandoned) = (moments.EndMs ?? now, true));

    /// <inheritdoc/>
    public override void OnStopping(Actor? first, Exception? cause) => Record(now => (_stoppingMs, _first, _cause) = (now, first, cause));

    /// <inheritdoc/>
    public override void OnStopped(TimeSpan elapsed) => Record(now => _stoppedMs = now);

    private void Record(Actor actor, Action<Moments, long> record)
    {
        ArgumentNullException.ThrowIfNull(actor);
        Record(now =>
        {
            if (!_moments.TryGetValue(actor, out var moments))
            {
                _moments.Add(actor, moments = new());
            }

            record(moments, now);
        });
    }

    private void Record(Action<long> record)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            if (_startedAt is null || _stoppedMs is not null)
            {
                BeginNoLock();
            }

            record(NowNoLock());
            changed = _changed;
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    private void BeginNoLock()
    {
        _moments.Clear();
        (_startedAt, _start) = (TimeProvider.GetUtcNow(), TimeProvider.GetTimestamp());
        (_stoppingMs, _stoppedMs, _first, _cause) = (null, null, null, null);
    }

    private long NowNoLock() => _startedAt is null ? 0 : (long)TimeProvider.GetElapsedTime(_start).TotalMilliseconds;
}
