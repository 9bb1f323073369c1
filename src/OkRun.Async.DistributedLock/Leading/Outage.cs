using System.Diagnostics.CodeAnalysis;

namespace OkRun.Async;

/// <summary>The time in which a service does not answer: told once, and asked again after growing, jittered pauses.</summary>
internal sealed class Outage(string name, Telling telling, Standing standing, TimeProvider clock)
{
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longest = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan _tooLong = TimeSpan.FromSeconds(30);

    private TimeSpan? _pause; // null while the service answers
    private (long Timestamp, DateTimeOffset Time) _since;

    /// <summary>There is no answer. Completes when it is time to ask again, or to stop.</summary>
    public Task PauseAsync(Exception exception, CancellationToken stop)
    {
        Tell(exception);
        var pause = _pause!.Value;
        _pause = pause + pause < _longest ? pause + pause : _longest;
        return clock.PassAsync(Jittered(pause), stop);
    }

    /// <summary>There is no answer, and the caller knows when to ask again.</summary>
    public void Tell(Exception exception)
    {
        if (_pause is null)
        {
            (_pause, _since) = (_shortest, (clock.GetTimestamp(), clock.GetUtcNow()));
            telling.Unavailable(name, exception);
        }

        if (clock.GetElapsedTime(_since.Timestamp, clock.GetTimestamp()) > _tooLong)
        {
            standing.SetAway(_since.Time);
        }
    }

    /// <summary>The service has answered.</summary>
    public void End()
    {
        if (_pause is not null)
        {
            _pause = null;
            standing.SetAway(null);
        }
    }

    /// <summary>Half of it for certain: replicas that were cut off together do not come back together.</summary>
    [SuppressMessage("Security", "CA5394", Justification = "Nothing secret depends on a pause.")]
    private static TimeSpan Jittered(TimeSpan pause)
    {
        lock (_random)
        {
            return TimeSpan.FromTicks((long)(pause.Ticks * (0.5 + (_random.NextDouble() / 2))));
        }
    }

    private static readonly Random _random = new();
}
