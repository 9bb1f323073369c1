using System.Globalization;

namespace OkRun.Async;

/// <summary>Writes what happens in a run for a person: when, who, what; who stopped it and why; who is still being waited for.</summary>
internal sealed class WritingObserver(TextWriter writer) : ActorGroupObserver
{
    private const int MostNames = 8;

    private readonly object _lock = new();
    private readonly List<Actor> _running = [];
    private long _startedAt;
    private bool _isRunning;
    private bool _isStopping;

    public override void OnStarted(Actor actor) => Write(actor.Name, () =>
    {
        _running.Add(actor);
        return "started";
    });

    public override void OnReady(Actor actor) => Write(actor.Name, () => "ready");

    public override void OnStopping(Actor? first, Exception? cause) => Write("group", () =>
    {
        _isStopping = true;
        var why = (first, cause) switch
        {
            (null, null) => "stopping",
            (null, _) => "stopping: the caller cancelled",
            (_, null) => $"stopping: '{first.Name}' ended",
            _ => $"stopping: '{first.Name}' failed with {Text(cause)}",
        };
        return why + Waiting();
    });

    public override void OnInterrupting(Actor actor, Exception? cause) => Write(actor.Name, () => _running.Contains(actor) ? "told to stop" : null);

    public override void OnInterruptFailed(Actor actor, Exception exception) => Write(actor.Name, () => $"interrupt failed with {Text(exception)}");

    public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) => Write(actor.Name, () =>
    {
        _running.Remove(actor);
        var how = exception is null ? $"ended after {Seconds(elapsed)} s" : $"failed after {Seconds(elapsed)} s with {Text(exception)}";
        return how + (_isStopping ? Waiting() : "");
    });

    public override void OnAbandoned(Actor actor, TimeSpan timeout) => Write(actor.Name, () =>
    {
        _running.Remove(actor);
        return $"did not stop within {Seconds(timeout)} s: abandoned{Waiting()}";
    });

    public override void OnStopped(TimeSpan elapsed) => Write("group", () =>
    {
        (_isRunning, _isStopping) = (false, false);
        return $"stopped after {Seconds(elapsed)} s";
    });

    private static string Text(Exception exception) => $"{exception.GetType().Name}: {(exception.Message ?? "").Split('\n')[0].TrimEnd().TrimEnd('.')}";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>The first of those who still run, by name: in a large group the rest only as a number.</summary>
    private string Waiting() => _running.Count == 0
        ? ""
        : $"; waiting for {string.Join(", ", _running.Take(MostNames).Select(actor => $"'{actor.Name}'"))}{(_running.Count > MostNames ? $" and {_running.Count - MostNames} more" : "")}";

    private void Write(string who, Func<string?> describe)
    {
        lock (_lock)
        {
            var now = TimeProvider.System.GetTimestamp();
            if (!_isRunning)
            {
                (_isRunning, _startedAt) = (true, now);
            }

            if (describe() is { } what)
            {
                writer.WriteLine($"{Seconds(TimeProvider.System.GetElapsedTime(_startedAt, now)),9}  {who,-10}  {what}");
            }
        }
    }
}
