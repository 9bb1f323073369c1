using System.Diagnostics.CodeAnalysis;

namespace OkRun.Async;

/// <summary>Comes back from time to time while a start or a stop takes long, by the clock of the group.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The end of the run disposes the timer.")]
internal sealed class Heartbeat
{
    private readonly IReadOnlyList<TimeSpan> _moments;
    private readonly ActorGroupRun _run;
    private readonly WrittenRun _written;
    private readonly ITimer _timer;
    private long _phaseAt;
    private int _beats;
    private volatile bool _hasEnded;

    private Heartbeat(IReadOnlyList<TimeSpan> moments, ActorGroupRun run, WrittenRun written)
    {
        (_moments, _run, _written) = (moments, run, written);
        _phaseAt = run.TimeProvider.GetTimestamp();
        _timer = run.TimeProvider.CreateTimer(static state => ((Heartbeat)state!).Beat(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(moments[0], Timeout.InfiniteTimeSpan); // not before the field is set
    }

    public static Heartbeat? Start(IReadOnlyList<TimeSpan> moments, ActorGroupRun run, WrittenRun written) => moments.Count == 0 ? null : new(moments, run, written);

    /// <summary>The stop begins.</summary>
    public void Restart()
    {
        Volatile.Write(ref _phaseAt, _run.TimeProvider.GetTimestamp());
        Volatile.Write(ref _beats, 0);
        _timer.Change(_moments[0], Timeout.InfiniteTimeSpan);
    }

    public void End()
    {
        _hasEnded = true;
        _timer.Dispose();
    }

    private void Beat()
    {
        if (_hasEnded || (!_run.IsStopping && _run.IsReady))
        {
            return; // a stop begins anew
        }

        _written.OnBeat();
        var elapsed = _run.TimeProvider.GetElapsedTime(Volatile.Read(ref _phaseAt), _run.TimeProvider.GetTimestamp());
        var beats = Volatile.Read(ref _beats);
        do
        {
            beats++;
        }
        while (Moment(beats) <= elapsed);

        Volatile.Write(ref _beats, beats);
        _timer.Change(Moment(beats) - elapsed, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The moment of a beat, from the beginning of its phase. After the last one of the list, that one's time passes again and again.</summary>
    private TimeSpan Moment(int beat)
    {
        var last = _moments[_moments.Count - 1];
        return beat < _moments.Count ? _moments[beat] : last + TimeSpan.FromTicks(last.Ticks * (beat - _moments.Count + 1));
    }
}
