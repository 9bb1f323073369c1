using System.Diagnostics.CodeAnalysis;

namespace OkRun.Async;

/// <summary>Makes the lines of one run, on the stacks of the run: no code of others is called there but the clock of the group.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The timer of the heartbeat is disposed at the end of the run.")]
internal sealed partial class WrittenRun(LineQueue lines, IReadOnlyList<TimeSpan> heartbeat) : ActorGroupObserver, IActorGroupRunObserver
{
    private const string Group = "group";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1); // for the last lines, at the end of the run or of the process

    private readonly object _gate = new(); // the run tells one event at a time, the timer of the heartbeat comes in between
    private readonly Dictionary<Actor, WrittenActor> _actors = [];
    private ActorGroupRun? _run; // null where a wrapper does not hand it on
    private TimeProvider _clock = TimeProvider.System;
    private long _startedAt;
    private int _width = Line.LeastWidth;
    private Phase _phase;

    private enum Phase
    {
        None,
        Starting,
        Ready,
        Stopping,
        Over,
    }

    public void OnStarting(ActorGroupRun run)
    {
        var actors = run.Actors;
        (_run, _clock) = (run, run.TimeProvider);
        for (var i = 0; i < actors.Count; i++)
        {
            var name = actors[i].Actor.Name;
            _actors[actors[i].Actor] = new(name, i);
            _width = Math.Max(_width, Line.WidthOf(name));
        }

        Begin(actors.Count == 1 ? ": 1 actor" : $": {actors.Count} actors");
        ProcessExit.Watch(this);
        StartHeartbeat();
    }

    public override void OnStarted(Actor actor)
    {
        var at = Now();
        lock (_gate)
        {
            var known = Known(actor);
            known.StartedAt = at;
            Write(at, known.Name, "started");
        }
    }

    public override void OnReady(Actor actor)
    {
        var at = Now();
        lock (_gate)
        {
            Write(at, Known(actor).Name, "ready");
        }
    }

    public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed)
    {
        var at = Now();
        lock (_gate)
        {
            var known = Known(actor);
            elapsed = Milliseconds(at) - Milliseconds(known.StartedAt); // by the clock of the lines, so that they add up
            known.HasEnded = true;
            LeaveNoLock(known);
            if (exception is not null)
            {
                NoteFailureNoLock(known, exception);
                Add(new(at, known.Name, _width, $"failed after {Shown.Seconds(elapsed)} s with ", Tone.Error) { Failure = exception, HasStack = _failureCount == 1, Tail = WaitingNoLock(at) });
                return;
            }

            var remark = Remark(known);
            known.Verb = remark ?? (HasReturned(actor) ? "returned" : "ended");
            Write(at, known.Name, $"{(remark is null ? known.Verb : "ended")} after {Shown.Seconds(elapsed)} s{(remark is null ? "" : $": {remark}")}{WaitingNoLock(at)}");
        }
    }

    /// <summary>Whether the actor ended though nothing asked it to.</summary>
    private bool HasReturned(Actor actor) => _phase < Phase.Stopping && !actor.OneShot && _run is not ({ IsCancelledByCaller: true } or { IsStopAnnounced: true });

    private string? Remark(WrittenActor actor) => actor.Index < 0 ? null : _run!.RemarkOf(actor.Index);

    private void Begin(string what)
    {
        _startedAt = _clock.GetTimestamp();
        _phase = Phase.Starting;
        var time = _clock.GetLocalNow().ToString("yyyy-MM-dd HH:mm:ss zzz", System.Globalization.CultureInfo.InvariantCulture);
        Write(TimeSpan.Zero, Group, $"starting at {time}{what}");
    }

    /// <summary>The time since the first line. A clock may be code of others: not to be asked under the lock.</summary>
    private TimeSpan Now()
    {
        if (_phase == Phase.None)
        {
            Begin(""); // a wrapper that does not hand on the run
        }

        return _clock.GetElapsedTime(_startedAt, _clock.GetTimestamp());
    }

    private static TimeSpan Milliseconds(TimeSpan time) => TimeSpan.FromTicks((time.Ticks + (TimeSpan.TicksPerMillisecond / 2)) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond);

    private WrittenActor Known(Actor actor)
    {
        if (!_actors.TryGetValue(actor, out var known))
        {
            known = new(actor.Name, -1); // of a group inside
            _actors.Add(actor, known);
            _width = Math.Max(_width, Line.WidthOf(actor.Name));
        }

        return known;
    }

    private void Write(TimeSpan at, string who, object what, Tone tone = Tone.Plain) => Add(new(at, who, _width, what, tone));

    private void Add(Line line) => lines.Add(line);
}
