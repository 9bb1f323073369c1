namespace OkRun.Async.Tests;

/// <summary>One generated group that runs for real beside its model: every event is given to both, and both must come to rest at the same lines.</summary>
internal sealed class PlayedRun : IDisposable
{
    private readonly Schedule _schedule;
    private readonly List<ModelActor> _shapes;
    private readonly Dictionary<ModelActor, Played> _played = [];
    private readonly List<string> _script = [];
    private readonly Model _model;
    private readonly Recorder _recorder;
    private readonly CountingClock _clock = new();
    private readonly CancellationTokenSource _caller = new();
    private readonly ActorGroup _group;
    private readonly Nest _nest;
    private string? _toldTooLate;
    private int _chosen;

    public PlayedRun(Schedule schedule)
    {
        _schedule = schedule;
        _shapes = schedule.Shapes();
        _model = new(_shapes);
        _recorder = new() { Throws = schedule.ObserverThrows, BeforeTold = SeeThatItIsNotTold };
        _group = new(new() { Observer = _recorder, TimeProvider = _clock });
        _nest = new(_group, schedule.Depth);
        foreach (var shape in _shapes)
        {
            var played = new Played(shape, _recorder);
            _played.Add(shape, played);
            _group.Add(played.Actor([.. shape.After.Select(before => _group.ElementAt(_shapes.IndexOf(before)))]));
        }
    }

    public async Task PlayAsync()
    {
        var run = await _nest.StartAsync(_caller.Token);
        _ = run.Ready;
        _model.Begin();
        await RestAsync(run);
        while (!_model.IsOver)
        {
            var events = Events();
            var (what, inModel, forReal) = events[Choose(events.Count)];
            _script.Add(what);
            inModel();
            forReal();
            await RestAsync(run);
        }

        await run.Completion.EndOrHang();
        Compare(run);
        await _nest.CompareAsync(_model);
    }

    public void Dispose()
    {
        _played.Values.ToList().ForEach(played => played.LetGo()); // abandoned ones still block threads
        _caller.Dispose();
    }

    public override string ToString() => $"""
        depth: {_schedule.Depth}, observer throws: {_schedule.ObserverThrows}
        actors: {string.Join(", ", _shapes.Select(shape => $"{shape.Name} after [{string.Join(" ", shape.After.Select(each => each.Name))}] aware {shape.IsAware} one-shot {shape.IsOneShot} obeys {shape.ObeysItsToken} expects {shape.ExpectsToFail} blocks {shape.BlocksItsThread} hook {shape.HookIsScripted} callback {shape.CallbackIsScripted} limit {shape.Limit}"))}
        events: {string.Join(", ", _script)}
        expected: {string.Join(", ", _model.Lines.Select(each => each.Line))}
        happened: {string.Join(", ", _recorder.Lines)}
        """;

    private int Choose(int count) => _schedule.Choice(_chosen++) % count;

    private bool Chance(int percent) => Choose(100) < percent;

    private Exception? Failure(string who, int among) => Choose(among) switch
    {
        0 => new InvalidOperationException($"{who} failed"),
        1 => new OperationCanceledException($"{who} was cancelled", new CancellationToken(true)),
        2 => new NotSupportedException($"{who} cannot"),
        _ => null,
    };

    /// <summary>What may happen next: how it is called, what it does to the model, and to the run.</summary>
    private List<(string What, Action InModel, Action ForReal)> Events()
    {
        List<(string What, Action InModel, Action ForReal)> events = [];
        foreach (var shape in _shapes.Where(shape => shape is { Started: true, Abandoned: false }))
        {
            var played = _played[shape];
            if (!shape.Ended)
            {
                var end = shape.BlocksItsThread && Chance(25) ? new NullTask(shape.Name) : Failure($"{shape.Name}", among: 6);
                events.Add(($"end {shape.Name} {end?.GetType().Name}", () => _model.End(shape, end), () => played.End(end)));
            }

            if (shape.IsAware && (!shape.Ended || Chance(20)))
            {
                events.Add(($"ready {shape.Name}", () => _model.SayReady(shape), played.SayReady));
            }

            if (shape is { Told: true, HookEnded: false })
            {
                var failure = Failure($"the hook of {shape.Name}", among: 6);
                events.Add(($"end hook {shape.Name} {failure?.GetType().Name}", () => _model.EndHook(shape, failure), () => played.EndHook(failure)));
            }

            if (shape is { Told: true, CallbackEnded: false })
            {
                var failure = Failure($"the callback of {shape.Name}", among: 6);
                events.Add(($"end callback {shape.Name} {failure?.GetType().Name}", () => _model.EndCallback(shape, failure), () => played.EndCallback(failure)));
            }
        }

        if (Chance(10) || events.Count == 0)
        {
            events.Add(("Stop", () => _nest.StopIn(_model), _nest.Stop));
        }

        if (Chance(10))
        {
            events.Add(("cancel", () => _nest.CancelIn(_model), _caller.Cancel));
        }

        if (_model.Stopping)
        {
            events.Add(("second", _model.PassSecond, () => _clock.Advance(TimeSpan.FromSeconds(1))));
        }

        return events;
    }

    /// <summary>Waits until the run has done what the model has, and sees that it has done no more.</summary>
    private async Task RestAsync(ActorGroupRun run)
    {
        foreach (var (line, _) in _model.Lines)
        {
            await _recorder.Seen(line);
        }

        // The ends of hooks and callbacks are written just before the run knows: a failure shows there, a time limit that is no longer needed in its timer.
        var failed = _shapes.Count(shape => shape.Failure is not null);
        var limited = _shapes.Count(shape => shape is { IsOver: true, Abandoned: false, Limit: not null });
        await Eventually.True(() => _recorder.Written.Count >= _model.Lines.Count
            && run.Actors.Count(status => status.Exception is not null) == failed && _clock.Disposed == limited && _nest.HasTold(_model));
        var (expected, happened) = (Sorted(_model.Lines), Sorted(_recorder.Written.Where(written => written.Line != "stopped")));
        Assert.Equal(expected.Select(each => each.Line), happened.Select(each => each.Line));
        MadeByTheCore.AssertSame(expected.Select(each => each.With), happened.Select(each => each.With));
        Assert.Null(_toldTooLate);
        foreach (var shape in _shapes.Where(shape => shape.Told))
        {
            Assert.True(_played[shape].HookSawItsToken, $"The hook of {shape.Name} was called before its token was cancelled.");
            Assert.Equal(shape.Abandoned, _played[shape].DeadlineHasPassed);
        }
    }

    private static List<(string Line, Exception? With)> Sorted(IEnumerable<(string Line, Exception? With)> lines) => [.. lines.OrderBy(each => each.Line, StringComparer.Ordinal)];

    /// <summary>The observer hears of it before the token is cancelled.</summary>
    private void SeeThatItIsNotTold(Actor actor) =>
        _toldTooLate ??= _played.Single(played => played.Key.Name == actor.Name).Value.Token.IsCancellationRequested ? actor.Name : null;

    private void Compare(ActorGroupRun run)
    {
        var outcome = _model.Failures.Count > 0 || _model.PlaceOfLate is not null ? TaskStatus.Faulted : _model.Cancelled ? TaskStatus.Canceled : TaskStatus.RanToCompletion;
        Assert.Equal(outcome, run.Completion.Status);
        var failures = run.Completion.Exception?.InnerExceptions.ToList() ?? [];
        if (_model.PlaceOfLate is { } place)
        {
            var late = Assert.IsType<StopTimeoutException>(failures[place]);
            Assert.Equal(_shapes.Where(shape => shape.Abandoned).Select(shape => shape.Name), late.Actors.Select(actor => actor.Name));
            failures.RemoveAt(place);
        }

        MadeByTheCore.AssertSame(_model.Failures, failures);
        Assert.Equal(_model.First?.Name, run.First?.Name);
        Assert.Equal(_shapes.Select(shape => shape.State(true)), run.Actors.Select(status => status.State));
        MadeByTheCore.AssertSame(_shapes.Select(shape => shape.Failure), run.Actors.Select(status => status.Exception));
        var ready = _model.WasReady ? TaskStatus.RanToCompletion : _model is { First: not null, Cause: not null } ? TaskStatus.Faulted : TaskStatus.Canceled;
        Assert.Equal(ready, run.Ready.Status);
        Assert.Equal("stopped", _recorder.Lines[^1]);
        Assert.Null(OrderOfLines.Broken(run.Actors, run.First, _recorder.Lines));
    }
}
