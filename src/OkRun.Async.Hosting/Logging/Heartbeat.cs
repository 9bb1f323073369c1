namespace OkRun.Async;

/// <summary>Says again what a start or a stop waits for, as long as it does: after 5 s, 15 s and 60 s and then every minute, or in the same proportions.</summary>
internal sealed class Heartbeat : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly TimeSpan _first;
    private readonly Func<TimeSpan, bool> _beat;
    private readonly long _from;
    private readonly ITimer _timer;
    private long _beats;

    private Heartbeat(TimeProvider clock, TimeSpan first, Func<TimeSpan, bool> beat)
    {
        (_clock, _first, _beat, _from) = (clock, first, beat, clock.GetTimestamp());
        _timer = clock.CreateTimer(static state => ((Heartbeat)state!).Beat(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Begins. Null if it is switched off, or if the clock has no timers: then only the heartbeat is missing.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="first">The time of the first beat; infinite for none.</param>
    /// <param name="beat">Is called with the time that has passed; false ends it.</param>
    public static Heartbeat? Start(TimeProvider clock, TimeSpan first, Func<TimeSpan, bool> beat)
    {
        if (first == Timeout.InfiniteTimeSpan)
        {
            return null;
        }

        try
        {
            var heartbeat = new Heartbeat(clock, first, beat);
            heartbeat.Wait(TimeSpan.Zero);
            return heartbeat;
        }
#pragma warning disable CA1031 // whatever a clock throws that has no timer to give
        catch
#pragma warning restore CA1031
        {
            return null;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Beat()
    {
        var elapsed = _clock.GetElapsedTime(_from);
        if (GoesOn(elapsed))
        {
            _beats++; // also where the timer was some milliseconds early
            Wait(elapsed);
        }
        else
        {
            Dispose();
        }
    }

    private bool GoesOn(TimeSpan elapsed)
    {
        try
        {
            return _beat(elapsed);
        }
#pragma warning disable CA1031 // a logger that throws, on the thread of a timer: it would end the process
        catch
#pragma warning restore CA1031
        {
            return true;
        }
    }

    /// <summary>Sets the timer to the next beat that is still to come: a machine that slept does not make up for what it missed.</summary>
    private void Wait(TimeSpan elapsed)
    {
        while (Due(_beats) <= elapsed.Ticks)
        {
            _beats++;
        }

        var wait = TimeSpan.FromTicks(Math.Min(Due(_beats) - elapsed.Ticks, Patience.Longest.Ticks));
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private long Due(long beats) => _first.Ticks * (beats < 2 ? 1 + (2 * beats) : 12 * (beats - 1));
}
