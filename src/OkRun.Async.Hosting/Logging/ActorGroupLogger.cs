using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace OkRun.Async;

/// <summary>An observer that logs what happens in the runs of a group: who stopped it and why, who is still being waited for, and all the rest at lower levels.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>The first failure is one error that says who stopped the group and why; later failures, those of hooks and token callbacks, and abandoned actors are errors too.</item>
/// <item>Start, readiness and a normal end are information; being told to stop is debug; a stop that takes long is a warning that names who still runs.</item>
/// <item>The fields are <c>Group</c>, <c>Actor</c> or <c>Actors</c>, <c>ElapsedMs</c>, <c>Reason</c> (who has stopped the group, where no actor has), <c>LimitMs</c> (of an abandoned actor) and <c>Limit</c> (which wait was given up, in words). Event ids are stable.</item>
/// <item>Safe for use by several threads, for one run at a time. A hosted group has one already.</item>
/// </list>
/// </remarks>
[DebuggerDisplay("{_group}")]
public sealed class ActorGroupLogger : ActorGroupObserver
{
    private readonly object _lock = new();
    private readonly List<Actor> _running = [];
    private readonly List<(Actor Actor, Exception? Exception, long ElapsedMs)> _ended = [];
    private readonly ILogger _logger;
    private readonly string _group;
    private bool _isStopping;
    private long _stoppingAt;
    private ITimer? _timer;

    /// <summary>Creates an observer for a group.</summary>
    /// <param name="logger">Where to.</param>
    /// <param name="group">What the log calls the group.</param>
    /// <exception cref="ArgumentNullException"><paramref name="logger"/> or <paramref name="group"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="group"/> is empty or white space.</exception>
    public ActorGroupLogger(ILogger logger, string group)
    {
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentException.ThrowIfNullOrWhiteSpace(group);
        (_logger, _group) = (logger, group);
    }

    /// <summary>How long a stop may take before a warning names who is still running.</summary>
    /// <value>Default: 15 seconds, half of the shutdown time-out that a host has by default. <see cref="Timeout.InfiniteTimeSpan"/> means never.</value>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative and not infinite, or over 4,294,967,294 ms (about 49 days).</exception>
    public TimeSpan WarnAfter
    {
        get;
        init => field = Patience.Checked(value, nameof(WarnAfter));
    } = Patience.WarnAfter;

    /// <summary>What holds instead of <see cref="WarnAfter"/> where it is known only when the actors are: asked when a stop begins.</summary>
    internal Func<TimeSpan>? WarningTime { private get; init; }

    /// <summary>The clock of <see cref="WarnAfter"/>.</summary>
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

    /// <inheritdoc/>
    public override void OnStarted(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        lock (_lock)
        {
            _running.Add(actor);
        }

        Log.ActorStarted(_logger, _group, actor.Name);
    }

    /// <inheritdoc/>
    public override void OnReady(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        Log.ActorReady(_logger, _group, actor.Name);
    }

    /// <inheritdoc/>
    public override void OnStopping(Actor? first, Exception? cause)
    {
        (Actor Actor, Exception? Exception, long ElapsedMs)[] ended;
        lock (_lock)
        {
            ended = [.. _ended];
            _ended.Clear();
            (_isStopping, _stoppingAt) = (true, TimeProvider.GetTimestamp());
            _timer = TimeProvider.CreateTimer(static logger => ((ActorGroupLogger)logger!).Warn(), this, WarningTime?.Invoke() ?? WarnAfter, Timeout.InfiniteTimeSpan);
        }

        if (first is null)
        {
            Log.GroupStops(_logger, _group, cause is null ? "it was asked to, or every actor has ended" : "the caller cancelled");
        }

        foreach (var end in ended.OrderBy(end => end.Actor != first))
        {
            Write(end, stopsGroup: end.Actor == first);
        }
    }

    /// <inheritdoc/>
    public override void OnInterrupting(Actor actor, Exception? cause)
    {
        ArgumentNullException.ThrowIfNull(actor);
        Log.ActorToldToStop(_logger, _group, actor.Name);
    }

    /// <inheritdoc/>
    public override void OnInterruptFailed(Actor actor, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(actor);
        Log.InterruptFailed(_logger, exception, _group, actor.Name);
    }

    /// <inheritdoc/>
    public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var end = (actor, exception, (long)elapsed.TotalMilliseconds);
        lock (_lock)
        {
            _running.Remove(actor);
            if (!_isStopping && (exception is not null || !actor.OneShot))
            {
                _ended.Add(end); // a stop is coming, and will say whether this end was the first
                return;
            }
        }

        Write(end, stopsGroup: false);
    }

    /// <inheritdoc/>
    public override void OnAbandoned(Actor actor, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(actor);
        lock (_lock)
        {
            _running.Remove(actor);
        }

        Log.ActorAbandoned(_logger, _group, actor.Name, (long)timeout.TotalMilliseconds);
    }

    /// <inheritdoc/>
    public override void OnStopped(TimeSpan elapsed)
    {
        lock (_lock)
        {
            _timer?.Dispose();
            _timer = null;
            _isStopping = false;
            _running.Clear();
        }

        Log.GroupStopped(_logger, _group, (long)elapsed.TotalMilliseconds);
    }

    private void Write((Actor Actor, Exception? Exception, long ElapsedMs) end, bool stopsGroup)
    {
        switch (end.Exception, stopsGroup)
        {
            case (null, true):
                Log.ActorStopsGroup(_logger, _group, end.Actor.Name, end.ElapsedMs);
                break;
            case (null, false):
                Log.ActorEnded(_logger, _group, end.Actor.Name, end.ElapsedMs);
                break;
            case ({ } failure, true):
                Log.FailureStopsGroup(_logger, failure, _group, end.Actor.Name, end.ElapsedMs);
                break;
            case ({ } failure, false):
                Log.ActorFailed(_logger, failure, _group, end.Actor.Name, end.ElapsedMs);
                break;
        }
    }

    private void Warn()
    {
        string running;
        long elapsedMs;
        lock (_lock)
        {
            if (!_isStopping)
            {
                return;
            }

            running = Names.Of(_running);
            elapsedMs = (long)TimeProvider.GetElapsedTime(_stoppingAt).TotalMilliseconds;
        }

        Log.StillStopping(_logger, _group, elapsedMs, running);
    }
}
