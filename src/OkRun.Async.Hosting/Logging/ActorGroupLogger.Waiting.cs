using Microsoft.Extensions.Logging;

namespace OkRun.Async;

// What a start or a stop waits for, what a run stopped for, and how an end is told.
public sealed partial class ActorGroupLogger
{
    /// <summary>Of a group in a host: the limit of actors that have none of their own. Null where that is not known.</summary>
    internal TimeSpan? StopTimeout { private get; init; }

    /// <summary>Of a group in a host: whether the host stops. Null without a host.</summary>
    internal Func<bool>? HostStops { private get; init; }

    /// <summary>Watches what begins now, where a warning would be written. What was watched before is over.</summary>
    private void Watch(Func<TimeSpan, bool> beat)
    {
        EndWatch();
        if (_logger.IsEnabled(LogLevel.Warning))
        {
            _heartbeat = Heartbeat.Start(TimeProvider, WarnAfter, beat);
        }
    }

    private void EndWatch() => Interlocked.Exchange(ref _heartbeat, null)?.Dispose();

    private bool WarnOfStart(ActorGroupRun run, TimeSpan elapsed)
    {
        if (_isStopping || run.Ready.IsCompleted)
        {
            return false;
        }

        Log.StillStarting(_logger, _group, (long)elapsed.TotalMilliseconds, Waiting.ForStart(run.Actors, Location));
        return true;
    }

    private bool WarnOfStop(TimeSpan elapsed)
    {
        if (!_isStopping || _run is not { } run)
        {
            return false;
        }

        Log.StillStopping(_logger, _group, (long)elapsed.TotalMilliseconds, Waiting.ForStop(run.Actors, Limit, Location));
        return true;
    }

    private string? Location(Actor actor) => _run is { } run ? Waiting.Location(run, actor) : null;

    private string? Limit(Actor actor) => (actor.StopTimeout ?? StopTimeout) switch
    {
        null => null,
        { } limit when limit < TimeSpan.Zero => "no limit",
        { } limit => $"limit {Waiting.Time(limit)}",
    };

    private string Reason(Actor? first, Exception? cause) => (first, cause) switch
    {
        ({ } actor, null) => $"'{actor.Name}' returned",
        ({ } actor, _) => $"'{actor.Name}' failed",
        (null, OperationCanceledException) => "the caller cancelled",
        (null, not null) => Readable.Message(cause),
        _ when HostStops?.Invoke() == true => "the host stops",
        _ when _run is { } run && run.Actors.All(static each => each.State == ActorState.Ended) => "every actor has ended",
        _ => "Stop() was called",
    };

    private void Write((Actor Actor, Exception? Exception, long ElapsedMs) end, bool stopsGroup)
    {
        switch (end.Exception, stopsGroup)
        {
            case (null, true):
                // The commonest mistake is a loop that was forgotten: in a host, an actor that returns while nothing stops is suspicious.
                Log.ActorStopsGroup(_logger, HostStops?.Invoke() == false ? LogLevel.Warning : LogLevel.Information, _group, end.Actor.Name, end.ElapsedMs);
                break;
            case (null, false):
                Log.ActorEnded(_logger, _isStopping ? LogLevel.Debug : LogLevel.Information, _group, end.Actor.Name, end.ElapsedMs);
                break;
            case ({ } failure, true):
                Log.FailureStopsGroup(_logger, Readable.Loggable(failure), _group, end.Actor.Name, end.ElapsedMs);
                break;
            case ({ } failure, false):
                Log.ActorFailed(_logger, Readable.Loggable(failure), _group, end.Actor.Name, end.ElapsedMs);
                break;
        }
    }
}
