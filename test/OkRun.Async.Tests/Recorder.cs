namespace OkRun.Async.Tests;

/// <summary>Writes down what happens, in order, and lets a test wait for a line: "started web", "ready web", "stopping", "told web", "failed to interrupt web", "ended web", "abandoned web", "stopped".</summary>
internal sealed class Recorder : ActorGroupObserver
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly Dictionary<string, Signal> _awaited = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public void Write(string line)
    {
        lock (_lock)
        {
            _lines.Add(line);
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

    public override void OnStarted(Actor actor) => Write($"started {actor.Name}");

    public override void OnReady(Actor actor) => Write($"ready {actor.Name}");

    public override void OnStopping(Actor? first, Exception? cause) => Write("stopping");

    public override void OnInterrupting(Actor actor, Exception? cause) => Write($"told {actor.Name}");

    public override void OnInterruptFailed(Actor actor, Exception exception) => Write($"failed to interrupt {actor.Name}");

    public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) => Write($"ended {actor.Name}");

    public override void OnAbandoned(Actor actor, TimeSpan timeout) => Write($"abandoned {actor.Name}");

    public override void OnStopped(TimeSpan elapsed) => Write("stopped");

    private Signal SignalNoLock(string line)
    {
        if (!_awaited.TryGetValue(line, out var signal))
        {
            _awaited.Add(line, signal = new());
        }

        return signal;
    }
}
