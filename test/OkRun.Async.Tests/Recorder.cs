namespace OkRun.Async.Tests;

/// <summary>Writes down what happens, in order, and lets a test wait for a line: "started web", "ready web", "stopping", "told web", "failed to interrupt web", "ended web", "abandoned web", "stopped".</summary>
internal sealed class Recorder : ActorGroupObserver
{
    private readonly Lock _lock = new();
    private readonly List<(string Line, Exception? With)> _lines = [];
    private readonly Dictionary<string, Signal> _awaited = [];

    /// <summary>Whether it throws after each line that it was told: an observer decides nothing.</summary>
    public bool Throws { get; init; }

    /// <summary>Called before it is written that an actor is told.</summary>
    public Action<Actor>? BeforeTold { get; init; }

    public IReadOnlyList<string> Lines => [.. Written.Select(written => written.Line)];

    /// <summary>The lines, each with the exception that it tells of.</summary>
    public IReadOnlyList<(string Line, Exception? With)> Written
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public void Write(string line, Exception? with = null)
    {
        lock (_lock)
        {
            _lines.Add((line, with));
            SignalNoLock(line).Happen();
        }
    }

    /// <summary>Ends when the line has been written.</summary>
    public Task Seen(string line)
    {
        lock (_lock)
        {
            return SignalNoLock(line).Happened.OrHang();
        }
    }

    public int Count(string line) => Lines.Count(each => each == line);

    public void AssertOrder(string earlier, string later)
    {
        var lines = Lines.ToList();
        Assert.Contains(earlier, lines);
        Assert.Contains(later, lines);
        Assert.True(lines.IndexOf(earlier) < lines.IndexOf(later), $"'{later}' came before '{earlier}': {string.Join(", ", lines)}");
    }

    public override void OnStarted(Actor actor) => Hear($"started {actor.Name}");

    public override void OnReady(Actor actor) => Hear($"ready {actor.Name}");

    public override void OnStopping(Actor? first, Exception? cause) => Hear("stopping", cause);

    public override void OnInterrupting(Actor actor, Exception? cause)
    {
        BeforeTold?.Invoke(actor);
        Hear($"told {actor.Name}", cause);
    }

    public override void OnInterruptFailed(Actor actor, Exception exception) => Hear($"failed to interrupt {actor.Name}", exception);

    public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) => Hear($"ended {actor.Name}", exception);

    public override void OnAbandoned(Actor actor, TimeSpan timeout) => Hear($"abandoned {actor.Name}");

    public override void OnStopped(TimeSpan elapsed) => Hear("stopped");

    private void Hear(string line, Exception? with = null)
    {
        Write(line, with);
        if (Throws)
        {
            throw new InvalidOperationException("the observer failed");
        }
    }

    private Signal SignalNoLock(string line)
    {
        if (!_awaited.TryGetValue(line, out var signal))
        {
            _awaited.Add(line, signal = new());
        }

        return signal;
    }
}
