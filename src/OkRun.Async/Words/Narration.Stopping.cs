namespace OkRun.Async;

// Why the run stops, which actors it waits for, and the verdict.
internal sealed partial class Narration
{
    private const int MostFailures = 8;

    private static readonly TimeSpan _moment = TimeSpan.FromSeconds(1); // what takes less is no news

    private readonly LinkedList<ToldActor> _guilty = new(); // told to stop, or about to be, and running
    private readonly LinkedList<ToldActor> _lingering = new(); // ended, and a hook or a callback may still run
    private readonly LinkedList<ToldActor> _then = new(); // told when others are over
    private readonly List<string> _verdict = []; // of failures
    private int _failureCount;
    private string _reason = "";
    private bool _isStopping;
    private bool _isOver;

    private Line Stopping(ToldActor? first, Exception? cause, TimeSpan at)
    {
        _isStopping = true;
        HashSet<Actor> blocked = [.. _actors.Values.Where(actor => actor.StartedAt is not null).SelectMany(actor => actor.Actor.After)];
        foreach (var actor in _actors.Values.Where(actor => actor is { StartedAt: not null, HasEnded: false }))
        {
            actor.Place = (blocked.Contains(actor.Actor) ? _then : _guilty).AddLast(actor);
        }

        _reason = (first, cause) switch
        {
            (null, _) => RunReport.WithoutActor(run, cause),
            (_, null) => $"{first.Quoted} {first.Reason}",
            _ => Failed(first, cause),
        };
        return Of(at, Group, $"stopping: {_reason}{AndWaiting(at, isBrief: false)}", first is null || cause is null ? Tone.Warning : Tone.Error);
    }

    private Line? Interrupting(ToldActor actor, TimeSpan at)
    {
        actor.ToldAt = at;
        Leave(actor, actor.HasEnded);
        if (actor.HasEnded)
        {
            return null; // only its hook is left, and callbacks of its token
        }

        actor.Place = _guilty.AddLast(actor);
        return Of(at, actor.Name, "told to stop");
    }

    private Line InterruptFailed(ToldActor actor, Exception exception, TimeSpan at)
    {
        NoteFailure(actor, exception);
        var what = actor.Actor.Interrupt is null ? "a callback of its token" : "interrupt";
        return Of(at, actor.Name, $"{what} failed with ", Tone.Error) with { Failure = exception, HasStack = _failureCount == 1 };
    }

    private Line Abandoned(ToldActor actor, TimeSpan limit, TimeSpan at)
    {
        var running = actor.Index < 0 ? ActorParts.Execute : run!.PartsOf(actor.Index).Running;
        var what = running switch
        {
            _ when (running & ActorParts.Execute) != 0 => "",
            ActorParts.Callbacks => "a callback of its token ",
            _ => "its hook ",
        };
        var (blocked, inside, location) = actor.Index < 0 ? (null, "", run?.LocationOf(actor.Actor) ?? "") : (Waiting.Blocked(run!.BlockedFor(actor.Index)), run.WaitsInside(actor.Index), run.LocationOf(actor.Index));
        Leave(actor, hasEnded: true);
        Note($"{Waiting.Part(actor.Name, running)} was abandoned");
        return Of(at, actor.Name, $"{what}did not stop within {Shown.Seconds(limit)} s: abandoned{(location.Length == 0 ? "" : $" at {location}")}{(blocked is null ? "" : $"; it {blocked}")}{(inside.Length == 0 ? "" : $" (waiting for {inside})")}{AndWaiting(at)}", Tone.Error);
    }

    private Line Stopped(TimeSpan at)
    {
        _isOver = true;
        var more = _failureCount > _verdict.Count ? $"; and {_failureCount - _verdict.Count} more" : "";
        return _failureCount == 0
            ? Of(at, Group, $"stopped after {Shown.Seconds(at)} s: {_reason}")
            : Of(at, Group, $"failed after {Shown.Seconds(at)} s: {string.Join("; ", _verdict)}{more}", Tone.Error);
    }

    private void NoteFailure(ToldActor actor, Exception exception) => Note(_verdict.Count < MostFailures ? Failed(actor, exception) : "");

    private void Note(string failure)
    {
        if (_failureCount++ < MostFailures)
        {
            _verdict.Add(failure);
        }
    }

    private static string Failed(ToldActor actor, Exception exception) => $"{actor.Quoted} failed with {Shown.Line(ExceptionText.Of(exception))}";

    /// <summary>The actor is no longer where it stands. One that has ended may linger.</summary>
    private void Leave(ToldActor actor, bool hasEnded)
    {
        actor.HasEnded = hasEnded;
        actor.Place?.List?.Remove(actor.Place);
        actor.Place = hasEnded && actor.ToldAt is not null && !IsOver(actor) ? _lingering.AddLast(actor) : null;
    }

    private bool IsOver(ToldActor actor) => actor.Index < 0 || run!.PartsOf(actor.Index).Open == ActorParts.None;

    /// <summary>The first of those that the stop waits for, or how many there are. Each actor is looked at a few times only, however many there are.</summary>
    private string AndWaiting(TimeSpan at, bool isBrief = true)
    {
        if (!_isStopping || HasGaps)
        {
            return "";
        }

        if (isBrief && _guilty.Count + _then.Count > Waiting.MostNames)
        {
            return $"; waiting for {_guilty.Count + _then.Count} actors";
        }

        ToldActor[] first = [.. _guilty.Take(Waiting.MostNames)];
        List<string> guilty = [.. first.Where(actor => !HasOneInside(actor, first)).Select(actor => actor.Quoted + Since(actor, at))];
        var guiltyCount = _guilty.Count - (first.Length - guilty.Count);
        var (lingering, areHidden) = Lingering(at, areAlone: guilty.Count == 0);
        if (guilty.Count + lingering.Count == 0 && areHidden)
        {
            return ""; // it is not the turn of the next yet
        }

        string[] then = [.. _then.Take(Waiting.MostNames).Select(actor => actor.Quoted)];
        var waiting = Waiting.Sentence([.. guilty, .. lingering], guiltyCount + lingering.Count, then, _then.Count);
        return waiting.Length == 0 ? "" : $"; waiting for {waiting}";
    }

    /// <summary>
    /// Those of which a hook or a callback runs. Most actors end inside of these: what was told just now is no news, but a hook that is all that is waited for.
    /// </summary>
    private (List<string> Names, bool AreHidden) Lingering(TimeSpan at, bool areAlone)
    {
        List<string> names = [];
        var seen = 0;
        for (var node = _lingering.First; node is not null && seen < Waiting.MostNames;)
        {
            var (actor, next) = (node.Value, node.Next);
            node = next;
            var open = run!.PartsOf(actor.Index).Open;
            if (open == ActorParts.None)
            {
                Leave(actor, hasEnded: true);
                continue;
            }

            seen++;
            if (at - actor.ToldAt >= _moment || (areAlone && (open & ActorParts.Hook) != 0))
            {
                names.Add(Waiting.Part(actor.Name, open) + Since(actor, at));
            }
        }

        return (names, seen > names.Count);
    }

    /// <summary>Whether an actor of the group that the actor is stands there too: one name is enough.</summary>
    private bool HasOneInside(ToldActor actor, ToldActor[] others) => _hasInside && Array.Exists(others, other => other.Name.StartsWith($"{actor.Name}/", StringComparison.Ordinal));

    /// <summary>When it was told, where that was not just now.</summary>
    private static string Since(ToldActor actor, TimeSpan at) => actor.ToldAt is { } told && at - told >= _moment ? Waiting.Remarks(Waiting.Told(at - told)) : "";
}
