namespace OkRun.Async.Tests;

/// <summary>One generated group that runs for real beside its model: every event is given to both, and both must come to rest at the same lines.</summary>
#pragma warning disable CA5394 // a seed that replays is the point
internal sealed class PlayedRun : IDisposable
{
    private readonly Random _random;
    private readonly List<ModelActor> _shapes = [];
    private readonly Dictionary<ModelActor, Played> _played = [];
    private readonly List<string> _script = [];
    private readonly Model _model;
    private readonly Recorder _recorder = new();
    private readonly CountingClock _clock = new();
    private readonly CancellationTokenSource _caller = new();
    private readonly ActorGroup _group;

    public PlayedRun(int seed)
    {
        _random = new(seed);
        for (var index = _random.Next(1, 7); index > 0; index--)
        {
            _shapes.Add(Shape());
        }

        _model = new(_shapes);
        _group = new(new() { Observer = _recorder, TimeProvider = _clock });
        foreach (var shape in _shapes)
        {
            var played = new Played(shape, _recorder);
            _played.Add(shape, played);
            _group.Add(played.Actor([.. shape.After.Select(before => _group.ElementAt(_shapes.IndexOf(before)))]));
        }
    }

    public async Task PlayAsync()
    {
        var run = _group.Start(_caller.Token);
        _ = run.Ready;
        _model.Begin();
        await RestAsync(run);
        while (!_model.IsOver)
        {
            var events = Events(run);
            var (what, inModel, forReal) = events[_random.Next(events.Count)];
            _script.Add(what);
            inModel();
            forReal();
            await RestAsync(run);
        }

        await run.Completion.EndOrHang();
        Compare(run);
    }

    public void Dispose()
    {
        _played.Values.ToList().ForEach(played => played.EndCallback()); // abandoned ones still block a thread
        _caller.Dispose();
    }

    public override string ToString() => $"""
        actors: {string.Join(", ", _shapes.Select(shape => $"{shape.Name} after [{string.Join(" ", shape.After.Select(each => each.Name))}] aware {shape.IsAware} one-shot {shape.IsOneShot} obeys {shape.ObeysItsToken} limit {shape.Limit}"))}
        events: {string.Join(", ", _script)}
        expected: {string.Join(", ", _model.Lines)}
        happened: {string.Join(", ", _recorder.Lines)}
        """;

    private bool Chance(int percent) => _random.Next(100) < percent;

    private ModelActor Shape()
    {
        var shape = new ModelActor(_shapes.Count)
        {
            IsAware = Chance(30),
            IsOneShot = Chance(25),
            ObeysItsToken = Chance(60),
            HookIsScripted = Chance(20),
            CallbackIsScripted = Chance(10),
            Limit = Chance(40) ? _random.Next(1, 4) : null,
        };
        shape.After.AddRange(_shapes.Where(_ => Chance(30)));
        return shape;
    }

    /// <summary>What may happen next: how it is called, what it does to the model, and to the run.</summary>
    private List<(string What, Action InModel, Action ForReal)> Events(ActorGroupRun run)
    {
        List<(string What, Action InModel, Action ForReal)> events = [];
        foreach (var shape in _shapes.Where(shape => shape is { Started: true, Abandoned: false }))
        {
            var played = _played[shape];
            if (!shape.Ended)
            {
                var end = _random.Next(4) switch
                {
                    0 => new InvalidOperationException($"{shape.Name} failed"),
                    1 => new OperationCanceledException($"{shape.Name} was cancelled", new CancellationToken(true)),
                    _ => (Exception?)null,
                };
                events.Add(($"end {shape.Name} {end?.GetType().Name}", () => _model.End(shape, end), () => played.End(end)));
            }

            if (shape is { IsAware: true, Ended: false })
            {
                events.Add(($"ready {shape.Name}", () => _model.SayReady(shape), played.SayReady));
            }

            if (shape is { Told: true, HookEnded: false })
            {
                var failure = shape.Failure is null && Chance(30) ? new NotSupportedException($"hook of {shape.Name}") : null;
                events.Add(($"end hook {shape.Name}", () => _model.EndHook(shape, failure), () => played.EndHook(failure)));
            }

            if (shape is { Told: true, CallbackEnded: false })
            {
                events.Add(($"end callback {shape.Name}", () => _model.EndCallback(shape), played.EndCallback));
            }
        }

        if (Chance(10) || events.Count == 0)
        {
            events.Add(("Stop", _model.Stop, run.Stop));
        }

        if (Chance(10))
        {
            events.Add(("cancel", _model.Cancel, _caller.Cancel));
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
        foreach (var line in _model.Lines)
        {
            await _recorder.Seen(line);
        }

        // The ends of hooks and callbacks are written just before the run knows: a failure shows there, a time limit that is no longer needed in its timer.
        var failed = _shapes.Count(shape => shape.Failure is not null);
        var limited = _shapes.Count(shape => shape is { IsOver: true, Abandoned: false, Limit: not null });
        await Eventually.True(() => run.Actors.Count(status => status.Exception is not null) == failed && _clock.Disposed == limited);
        Assert.Equal(_model.Lines.Order(StringComparer.Ordinal), _recorder.Lines.Where(line => line != "stopped").Order(StringComparer.Ordinal));
    }

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

        Assert.Equal(_model.Failures, failures);
        Assert.Equal(_model.First?.Name, run.First?.Name);
        Assert.Equal(_shapes.Select(shape => (shape.State(true), shape.Failure)), run.Actors.Select(status => (status.State, status.Exception)));
        Assert.Equal(_model.WasReady ? TaskStatus.RanToCompletion : TaskStatus.Canceled, run.Ready.Status);
        Assert.Equal("stopped", _recorder.Lines[^1]);
    }
}
