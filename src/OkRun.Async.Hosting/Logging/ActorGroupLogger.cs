using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace OkRun.Async;

/// <summary>An observer that logs what happens in the runs of a group: which actor stopped it and why, what a start or a stop waits for, and how the run ended.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>The first failure is one error that says which actor stopped the group and why. Later failures, failures of hooks and token callbacks, and abandoned actors are errors too.</item>
/// <item>A start or a stop that takes long is a warning, after 5, 15 and 60 seconds and then every minute: it names the actors that hold it up, and those that wait for them.</item>
/// <item>A process that exits while the group runs, such as by <see cref="Environment.Exit"/>, is a critical event that names the actors that run. A logger that writes in the background has 50 ms for it.</item>
/// <item>The last line is the verdict: an error that names all that failed, or else information that says what the group stopped for. Other events are information, or debug if they come for each actor of the group.</item>
/// <item>The fields are <c>Group</c>, <c>Actor</c> or <c>Actors</c>, <c>ElapsedMs</c>, <c>Reason</c> (what has stopped the group, where no actor has), <c>LimitMs</c> and <c>Running</c> (of an abandoned actor: its limit, and what of it still runs), <c>ExitCode</c>, <c>Outcome</c> and <c>Verdict</c>, and <c>Limit</c> (which wait was given up, in words). Event ids are stable.</item>
/// <item>Safe for use by several threads, for one run at a time. A hosted group has one already.</item>
/// </list>
/// </remarks>
[DebuggerDisplay("{_group}")]
public sealed partial class ActorGroupLogger : ActorGroupObserver, IActorGroupRunObserver
{
    private readonly object _lock = new();
    private readonly HashSet<Actor> _executing = [];
    private readonly List<(Actor Actor, Exception? Exception, long ElapsedMs)> _ended = [];
    private readonly ILogger _logger;
    private readonly string _group;
    private volatile ActorGroupRun? _run;
    private volatile Verdict _verdict = new();
    private volatile bool _isStopping;
    private Heartbeat? _heartbeat;

    /// <summary>Creates an observer for a group.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="group">The name of the group in the log.</param>
    /// <exception cref="ArgumentNullException"><paramref name="logger"/> or <paramref name="group"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="group"/> is empty or white space.</exception>
    public ActorGroupLogger(ILogger logger, string group)
    {
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentException.ThrowIfNullOrWhiteSpace(group);
        (_logger, _group) = (logger, group);
    }

    /// <summary>How long a start or a stop may take before a warning says what it waits for. The warning is repeated after 3 and 12 times that, and then each time that 12 times that have passed.</summary>
    /// <value>Default: 5 seconds, and so 15 seconds, 60 seconds, and every minute. <see cref="Timeout.InfiniteTimeSpan"/> means never.</value>
    /// <exception cref="ArgumentOutOfRangeException">The time is zero, negative and not infinite, or over 4,294,967,294 ms (about 49 days).</exception>
    public TimeSpan WarnAfter
    {
        get;
        init => field = Patience.CheckedAndNotZero(value, nameof(WarnAfter));
    } = Patience.WarnAfter;

#if NET
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
#else
    internal TimeProvider TimeProvider { private get; init; } = TimeProvider.System;
#endif

    /// <summary>Begins to watch the start of a run; see <see cref="WarnAfter"/>.</summary>
    /// <param name="run">The run.</param>
    public void OnStarting(ActorGroupRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (_run, _verdict, _isStopping) = (run, new(), false);
        Watch(elapsed => WarnOfStart(run, elapsed));
        WatchExit();
    }

    /// <inheritdoc/>
    public override void OnStarted(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        lock (_lock)
        {
            _executing.Add(actor);
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
            _isStopping = true;
        }

        var reason = Reason(first, cause);
        _verdict.StoppedFor(first, reason);
        if (first is null)
        {
            Log.GroupStops(_logger, _group, reason);
        }

        foreach (var end in ended.OrderBy(end => end.Actor != first))
        {
            Write(end, stopsGroup: end.Actor == first);
        }

        Watch(WarnOfStop);
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
        ArgumentNullException.ThrowIfNull(exception);
        _verdict.InterruptFailed(actor, exception);
        Log.InterruptFailed(_logger, Readable.Loggable(exception), _group, actor.Name);
    }

    /// <inheritdoc/>
    public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (exception is not null)
        {
            _verdict.Failed(actor, exception);
        }

        var end = (actor, exception, (long)elapsed.TotalMilliseconds);
        lock (_lock)
        {
            _executing.Remove(actor);
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
        bool executes;
        lock (_lock)
        {
            executes = _executing.Remove(actor);
        }

        _verdict.Abandoned(actor);
        if (!_logger.IsEnabled(LogLevel.Error))
        {
            return; // to look where it is costs some time
        }

        var running = executes ? "it" : actor.Interrupt is null ? "a callback of its token" : "its hook or a callback of its token";
        Log.ActorAbandoned(_logger, _group, actor.Name, (long)timeout.TotalMilliseconds, running + (Location(actor) is { } location ? $" (at {location})" : ""));
    }

    /// <inheritdoc/>
    public override void OnStopped(TimeSpan elapsed)
    {
        EndWatch();
        ForgetExit();
        lock (_lock)
        {
            _isStopping = false;
            _executing.Clear();
        }

        var (verdict, failed) = (_verdict.ToString(), _verdict.HasFailed);
        Log.GroupStopped(_logger, failed ? LogLevel.Error : LogLevel.Information, _group, failed ? "failed" : "stopped", (long)elapsed.TotalMilliseconds, verdict);
        _run = null;
    }
}
