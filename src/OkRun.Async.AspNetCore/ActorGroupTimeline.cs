using System.Diagnostics;
using OkRun.Async.Views;

namespace OkRun.Async;

/// <summary>An observer that remembers the times of a run, for the page of <c>MapActorGroups</c>.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>A hosted group gets a timeline from the page. Give any other group one as its observer, and register it as a service for the page to find.</item>
/// <item>It remembers one run: the next one begins anew. With <see cref="ActorGroupsPageOptions.History"/>, earlier runs are kept as files.</item>
/// <item>Safe for use by several threads, for one run at a time.</item>
/// </list>
/// </remarks>
[DebuggerDisplay("{Name}, {_moments.Count} actors")]
public sealed partial class ActorGroupTimeline : ActorGroupObserver, IActorGroupRunObserver
{
    private readonly object _lock = new();
    private readonly Dictionary<Actor, Moments> _moments = [];
    private TaskCompletionSource? _changed; // made when a reader waits for it
    private DateTimeOffset? _startedAt;
    private int _number;
    private long _start;
    private StopView? _stop;
    private Exception? _cause;
    private long? _stoppedMs;

    /// <summary>Creates a timeline.</summary>
    /// <param name="name">The name of the group on the page.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public ActorGroupTimeline(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>The name of the group on the page.</summary>
    public string Name { get; }

    /// <summary>The run that the timeline shows. The run sets it when it starts.</summary>
    /// <value>Default: null. Setting it is needed only for an observer that does not pass <see cref="IActorGroupRunObserver.OnStarting"/> on: the page then shows an actor from its start.</value>
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

    /// <summary>Cancelled when the host stops, for a group that stops with it.</summary>
    internal CancellationToken HostStopping { get; init; }

    /// <summary>Ends at the next change. Take it before the view, or a change between the two is lost.</summary>
    internal Task Changed
    {
        get
        {
            lock (_lock)
            {
                return (_changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <inheritdoc/>
    void IActorGroupRunObserver.OnStarting(ActorGroupRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        lock (_lock)
        {
            if (IsActiveNoLock)
            {
                return; // a group inside of this one
            }
        }

        var actors = run.Actors; // not under the lock: the run has one of its own
        Record(_ =>
        {
            Run = run;
            foreach (var status in actors)
            {
                OfNoLock(status.Actor);
            }
        });
        _history?.Begin();
    }

    /// <inheritdoc/>
    public override void OnStarted(Actor actor) => Record(actor, static (moments, now, _) => moments.StartMs = now, 0);

    /// <inheritdoc/>
    public override void OnReady(Actor actor) => Record(actor, static (moments, now, _) => moments.ReadyMs = now, 0);

    /// <inheritdoc/>
    public override void OnInterrupting(Actor actor, Exception? cause) => Record(actor, static (moments, now, _) => moments.ToldMs = now, 0);

    /// <inheritdoc/>
    public override void OnInterruptFailed(Actor actor, Exception exception) =>
        Record(actor, static (moments, now, exception) => moments.Fail(exception, now, isInterruptFailure: true), exception);

    /// <inheritdoc/>
    public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) => Record(
        actor,
        static (moments, now, exception) =>
        {
            moments.EndMs = now;
            if (exception is not null)
            {
                moments.Fail(exception, now, isInterruptFailure: false);
            }
        },
        exception);

    /// <inheritdoc/>
    public override void OnAbandoned(Actor actor, TimeSpan timeout) =>
        Record(actor, static (moments, now, timeout) => (moments.AbandonedMs, moments.Limit) = (now, timeout), timeout);

    /// <inheritdoc/>
    public override void OnStopping(Actor? first, Exception? cause) => Record(now => (_stop, _cause) = (
        new(now, first?.Name, first is null ? null : OfNoLock(first).Id, ReasonNoLock(first, cause), null),
        first is null ? null : cause));

    /// <inheritdoc/>
    public override void OnStopped(TimeSpan elapsed)
    {
        Record(now => _stoppedMs = now);
        _history?.End();
    }
}
