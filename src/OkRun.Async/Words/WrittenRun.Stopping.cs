namespace OkRun.Async;

// Why the run stops, which actors it waits for, and the verdict.
internal sealed partial class WrittenRun
{
    private const int MostFailures = 8;

    private readonly LinkedList<WrittenActor> _guilty = new(); // told to stop, or about to be, and not over
    private readonly LinkedList<WrittenActor> _then = new(); // told when others are over
    private readonly List<object> _verdict = []; // what the last line says of failures
    private int _failureCount;
    private object _reason = "";

    public override void OnStopping(Actor? first, Exception? cause)
    {
        var at = Now();
        lock (_gate)
        {
            _phase = Phase.Stopping;
            Divide();
            _reason = Reason(first is null ? null : Known(first), cause);
            Write(at, Group, new[] { "stopping: ", _reason, WaitingNoLock(at) }, cause is null || first is null ? Tone.Loud : Tone.Error);
        }

        RestartHeartbeat();
    }

    public override void OnInterrupting(Actor actor, Exception? cause)
    {
        var at = Now();
        lock (_gate)
        {
            var known = Known(actor);
            known.ToldAt = at;
            LeaveNoLock(known);
            known.Place = _guilty.AddLast(known);
            if (!known.HasEnded)
            {
                Write(at, known.Name, "told to stop");
            }
        }
    }

    public override void OnInterruptFailed(Actor actor, Exception exception)
    {
        var at = Now();
        lock (_gate)
        {
            var known = Known(actor);
            NoteFailureNoLock(known, exception);
            var what = actor.Interrupt is null ? "a callback of its token" : "interrupt";
            Add(new(at, known.Name, _width, $"{what} failed with ", Tone.Error) { Failure = exception, HasStack = _failureCount == 1 });
        }
    }

    public override void OnAbandoned(Actor actor, TimeSpan timeout)
    {
        var at = Now();
        lock (_gate)
        {
            var known = Known(actor);
            var index = known.Index;
            var running = index < 0 ? ActorParts.Execute : _run!.PartsOf(index).Running;
            var what = (running & ActorParts.Execute) != 0 ? "" : running == ActorParts.Hook ? "its hook " : "a callback of its token ";
            Func<string> remark = () => index >= 0 && _run!.BlocksItsThread(index) ? ", it has blocked its thread since its start" : "";
            LeaveNoLock(known);
            known.HasEnded = true;
            Note([$"{Shown.Quoted(known.Name)} was abandoned"]);
            Write(at, known.Name, new object[] { $"{what}did not stop within {Shown.Seconds(timeout)} s: abandoned", remark, WaitingNoLock(at) }, Tone.Error);
        }
    }

    public override void OnStopped(TimeSpan elapsed)
    {
        var at = Now();
        lock (_gate)
        {
            _phase = Phase.Over;
            var time = $"after {Shown.Seconds(at)} s: ";
            var more = _failureCount > MostFailures ? $"; {_failureCount - MostFailures} more" : "";
            Write(at, Group, _failureCount > 0 ? new object[] { $"failed {time}", _verdict.ToArray(), more } : new[] { $"stopped {time}", _reason }, _failureCount > 0 ? Tone.Error : Tone.Loud);
        }

        ProcessExit.Forget(this);
        StopHeartbeat();
        lines.Flush(_patience);
    }

    private object Reason(WrittenActor? first, Exception? cause) => (first, cause) switch
    {
        (null, not null) => "the caller cancelled",
        (null, null) => _run is null ? "it was asked to" : _run.EndedByItself ? "every actor has ended" : "Stop() was called",
        (_, null) => $"{Shown.Quoted(first.Name)} {first.Verb}",
        _ => new object[] { $"{Shown.Quoted(first.Name)} failed with ", cause },
    };

    private void NoteFailureNoLock(WrittenActor actor, Exception exception) => Note([$"{Shown.Quoted(actor.Name)} failed with ", exception]);

    private void Note(object[] failure)
    {
        if (_failureCount++ < MostFailures)
        {
            _verdict.Add(_failureCount > 1 ? new object[] { "; ", failure } : failure);
        }
    }

    /// <summary>The actors that run, by whether they are told at once or in their turn.</summary>
    private void Divide()
    {
        HashSet<Actor> blocked = [.. _actors.Where(each => each.Value.IsStarted).SelectMany(each => each.Key.After)];
        foreach (var (actor, known) in _actors.Select(each => (each.Key, each.Value)).Where(each => each.Value is { IsStarted: true, HasEnded: false }))
        {
            known.Place = (blocked.Contains(actor) ? _then : _guilty).AddLast(known);
        }
    }

    private void LeaveNoLock(WrittenActor actor)
    {
        if (actor.HasEnded && actor.ToldAt is not null && !IsOver(actor))
        {
            return; // its hook, or a callback of its token
        }

        actor.Place?.List?.Remove(actor.Place);
        actor.Place = null;
    }

    private bool IsOver(WrittenActor actor) => actor.HasEnded && (actor.Index < 0 || _run!.PartsOf(actor.Index).Open == ActorParts.None);

    /// <summary>The first of those that are waited for. Those that are over by now are dropped on the way, each once.</summary>
    private string WaitingNoLock(TimeSpan at)
    {
        if (_phase != Phase.Stopping)
        {
            return "";
        }

        List<string> guilty = [];
        var taken = 0;
        for (var node = _guilty.First; node is not null && guilty.Count < Waiting.MostNames;)
        {
            var (actor, next) = (node.Value, node.Next);
            if (IsOver(actor))
            {
                _guilty.Remove(node);
                actor.Place = null;
            }
            else
            {
                Waiting.Take(guilty, ref taken, () => Part(actor) + Remarks(actor, at));
            }

            node = next;
        }

        string[] then = [.. _then.Take(Waiting.MostNames).Select(each => Shown.Quoted(each.Name))];
        return guilty.Count + then.Length == 0 ? "" : $"; waiting for {Waiting.Sentence(guilty, _guilty.Count, then, _then.Count)}";
    }

    private string Part(WrittenActor actor) => actor.HasEnded ? Waiting.Part(actor.Name, _run!.PartsOf(actor.Index).Open) : Shown.Quoted(actor.Name);

    /// <summary>When it was told, where that was not just now.</summary>
    private static string Remarks(WrittenActor actor, TimeSpan at) => actor.ToldAt is { } told && at - told >= TimeSpan.FromSeconds(1) ? Waiting.Remarks(Waiting.Told(at - told)) : "";
}
