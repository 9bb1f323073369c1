namespace OkRun.Async;

// A line from time to time, while a start or a stop takes long.
internal sealed partial class WrittenRun
{
    private ITimer? _timer;
    private TimeSpan _phaseAt;
    private int _beats;

    /// <summary>What is written when the process exits during the run.</summary>
    public void OnProcessExit(int exitCode)
    {
        var at = Now();
        var running = Waiting.Running(_run!.Actors);
        lock (_gate)
        {
            if (_phase != Phase.Over)
            {
                Write(at, Group, $"the process exits with code {exitCode}{(running.Length == 0 ? "" : $" while {running}")}", Tone.Error);
            }
        }

        lines.Flush(_patience);
    }

    private void StartHeartbeat()
    {
        if (heartbeat.Count > 0 && _actors.Count > 0)
        {
            _timer = _clock.CreateTimer(static run => ((WrittenRun)run!).Beat(), this, heartbeat[0], Timeout.InfiniteTimeSpan);
        }
    }

    private void RestartHeartbeat()
    {
        if (_timer is { } timer)
        {
            var at = Now();
            lock (_gate)
            {
                (_beats, _phaseAt) = (0, at);
            }

            timer.Change(heartbeat[0], Timeout.InfiniteTimeSpan);
        }
    }

    private void StopHeartbeat() => _timer?.Dispose();

    private void Beat()
    {
        var phase = _phase;
        var actors = _run!.Actors;
        var isStopping = phase == Phase.Stopping;
        var waiting = isStopping ? Waiting.ForStop(actors, Remark) : Waiting.ForStart(actors, StartRemark);
        var at = Now();
        TimeSpan due;
        lock (_gate)
        {
            if (phase != _phase || phase is not (Phase.Starting or Phase.Stopping))
            {
                return;
            }

            if (!isStopping && waiting.Length == 0)
            {
                _phase = Phase.Ready;
                return;
            }

            Write(at, Group, isStopping ? $"still stopping{(waiting.Length == 0 ? "" : $": waiting for {waiting}")}" : $"still starting: {waiting}", Tone.Warning);
            do
            {
                _beats++;
            }
            while (Moment(_beats) <= at - _phaseAt);

            due = Moment(_beats) - (at - _phaseAt);
        }

        _timer?.Change(due, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The moment of a beat, from the beginning of its phase. After the last one of the list, that one's time passes again and again.</summary>
    private TimeSpan Moment(int beat)
    {
        var last = heartbeat[heartbeat.Count - 1];
        return beat < heartbeat.Count ? heartbeat[beat] : last + TimeSpan.FromTicks(last.Ticks * (beat - heartbeat.Count + 1));
    }

    private string? Remark(int index) => string.Join(", ", new[] { Limit(_run!.LimitOf(index)), StartRemark(index), Inside(index) }.Where(each => each is not null));

    private string? StartRemark(int index) => _run!.BlocksItsThread(index) ? "has blocked its thread since its start" : null;

    private string? Inside(int index) => _run!.WaitsInside(index) is { Length: > 0 } inside ? $"waiting for {inside}" : null;

    private static string Limit(TimeSpan limit) => TimeLimit.IsFinite(limit) ? $"limit {Shown.Roughly(limit)}" : "no limit";
}
