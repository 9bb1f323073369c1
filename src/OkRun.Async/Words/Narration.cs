using System.Globalization;

namespace OkRun.Async;

/// <summary>Puts one run into words, event by event, on the thread of the writer.</summary>
internal sealed partial class Narration(ActorGroupRun? run)
{
    private const string Group = "group";

    private readonly TimeProvider _clock = run?.TimeProvider ?? TimeProvider.System;
    private readonly Dictionary<Actor, ToldActor> _actors = [];
    private long _startedAt;
    private int _width = Line.LeastWidth;
    private bool _hasInside; // an actor of a group inside, or of a run that is not known

    /// <summary>Null where a wrapper does not hand it on.</summary>
    public ActorGroupRun? Run => run;

    public long Now => _clock.GetTimestamp();

    /// <summary>Whether events of the run were lost: then it is not known which actors are waited for.</summary>
    public volatile bool HasGaps;

    /// <summary>The line about an event, if it has one. What code of others throws here, such as a clock, costs only this line.</summary>
    public Line? Tell(in Happening happening)
    {
        try
        {
            return happening.Kind == HappeningKind.Starting ? Begin(happening.At) : Tell(happening, _clock.GetElapsedTime(_startedAt, happening.At));
        }
#pragma warning disable CA1031 // the thread goes on with the next event
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Of(TimeSpan.Zero, Group, $"a line is missing here: {exception.GetType().Name}", Tone.Error);
        }
    }

    private Line? Tell(in Happening happening, TimeSpan at)
    {
        var actor = happening.Actor is { } known ? Known(known) : null;
        return happening.Kind switch
        {
            HappeningKind.Started => Started(actor!, at),
            HappeningKind.Ready => Of(at, actor!.Name, "ready"),
            HappeningKind.Interrupting => Interrupting(actor!, at),
            HappeningKind.Ended => Ended(actor!, happening, at),
            HappeningKind.Stopping => Stopping(actor, happening.Exception, at),
            HappeningKind.InterruptFailed => InterruptFailed(actor!, happening.Exception!, at),
            HappeningKind.Abandoned => Abandoned(actor!, happening.Span, at),
            HappeningKind.Beat => Beat(at),
            HappeningKind.ProcessExit => Exits(happening.Number, at),
            _ => Stopped(at),
        };
    }

    private Line Begin(long now)
    {
        _startedAt = now;
        var actors = run?.Actors ?? [];
        for (var i = 0; i < actors.Count; i++)
        {
            _actors[actors[i].Actor] = new(actors[i].Actor, i);
            _width = Math.Max(_width, Line.WidthOf(actors[i].Actor.Name));
        }

        var time = TimeZoneInfo.ConvertTime(_clock.GetUtcNow(), _clock.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
        return Of(TimeSpan.Zero, Group, $"starting at {time}{(run is null ? "" : actors.Count == 1 ? ": 1 actor" : $": {actors.Count} actors")}");
    }

    private Line Started(ToldActor actor, TimeSpan at)
    {
        actor.StartedAt = at;
        return Of(at, actor.Name, "started");
    }

    private Line Ended(ToldActor actor, in Happening happening, TimeSpan at)
    {
        // By the clock of the lines, so that the numbers add up.
        var elapsed = actor.StartedAt is { } started ? Milliseconds(at) - Milliseconds(started) : happening.Span;
        Leave(actor, hasEnded: true);
        if (happening.Exception is { } exception)
        {
            NoteFailure(actor, exception);
            return Of(at, actor.Name, $"failed after {Shown.Seconds(elapsed)} s with ", Tone.Error) with { Failure = exception, HasStack = _failureCount == 1, Tail = AndWaiting(at) };
        }

        var remark = actor.Index < 0 ? null : run!.RemarkOf(actor.Index);
        var verb = actor.ToldAt is null && !happening.IsAsked && !_isStopping ? "returned" : "ended";
        actor.Reason = remark ?? verb;
        return Of(at, actor.Name, $"{(remark is null ? verb : "ended")} after {Shown.Seconds(elapsed)} s{(remark is null ? "" : $": {remark}")}{AndWaiting(at)}");
    }

    private Line? Beat(TimeSpan at)
    {
        if (_isOver || run is null)
        {
            return null;
        }

        if (_isStopping)
        {
            var waiting = Waiting.ForStop(run.Actors, index => string.Join(", ", Remarks(index).Where(each => each is not null)), run.LocationOf);
            return Of(at, Group, $"still stopping{(waiting.Length == 0 ? "" : $": waiting for {waiting}")}", Tone.Warning);
        }

        var notReady = Waiting.ForStart(run.Actors, run.LocationOf);
        return notReady.Length == 0 ? null : Of(at, Group, $"still starting: {notReady}", Tone.Warning);
    }

    private IEnumerable<string?> Remarks(int index)
    {
        var limit = run!.LimitOf(index);
        yield return TimeLimit.IsFinite(limit) ? $"limit {Shown.Roughly(limit)}" : "no limit";
        yield return run.WaitsInside(index) is { Length: > 0 } inside ? $"waiting for {inside}" : null;
    }

    private Line Exits(int code, TimeSpan at)
    {
        var running = Waiting.Running(run!.Actors);
        return Of(at, Group, $"the process exits with code {code}{(running.Length == 0 ? "" : $" while {running}")}", Tone.Error);
    }

    private ToldActor Known(Actor actor)
    {
        if (!_actors.TryGetValue(actor, out var known))
        {
            known = new(actor, -1);
            _hasInside = true;
            _actors.Add(actor, known);
            _width = Math.Max(_width, Line.WidthOf(actor.Name));
        }

        return known;
    }

    private Line Of(TimeSpan at, string who, string what, Tone tone = Tone.Plain) => new(at, who, _width, what, tone);

    private static TimeSpan Milliseconds(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));
}
