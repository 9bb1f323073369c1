using Microsoft.Extensions.Logging;

namespace OkRun.Async;

// What a start or a stop waits for, and what a run stopped for.
public sealed partial class ActorGroupLogger
{
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

        Log.StillStarting(_logger, _group, (long)elapsed.TotalMilliseconds, Waiting.ForStart(run.Actors));
        return true;
    }

    private bool WarnOfStop(TimeSpan elapsed)
    {
        if (!_isStopping || _run is not { } run)
        {
            return false;
        }

        Log.StillStopping(_logger, _group, (long)elapsed.TotalMilliseconds, Waiting.ForStop(run.Actors, Limit));
        return true;
    }

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
        (null, not null) => "the caller cancelled",
        _ when HostStops?.Invoke() == true => "the host stops",
        _ when _run is { } run && run.Actors.All(static each => each.State == ActorState.Ended) => "every actor has ended",
        _ => "it was asked to",
    };
}
