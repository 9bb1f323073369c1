namespace Monitoring;

/// <summary>Scrapes each target in a loop of its own, and starts and ends loops as targets come and go.</summary>
public sealed class Scraper(Latest<IReadOnlyList<Target>> targets, Store store)
{
    private List<Task> _tasks = [];
    private volatile IReadOnlyList<TargetLoop> _loops = [];
    public IReadOnlyList<TargetLoop> Loops => _loops;

    /// <summary>Ready when each target has its loop; over when all of them are.</summary>
    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        try { for (; ; await targets.IsReplacedAsync(Timeout.InfiniteTimeSpan, cancellationToken)) { Follow(targets.Value, cancellationToken); ready(); } }
        finally { await Task.WhenAll(_tasks); }
    }

    private void Follow(IReadOnlyList<Target> found, CancellationToken stop)
    {
        var known = _loops.ToDictionary(loop => loop.Target.Value.Key);
        _loops = [.. found.Select(target => known.Remove(target.Key, out var loop) ? loop : new(target, store, stop))];
        _tasks = [.. _tasks.Where(task => !task.IsCompletedSuccessfully).Union(_loops.Select(loop => loop.Completion))];
        foreach (var (loop, target) in _loops.Zip(found)) { loop.Target.Replace(target); } // its job may say something else now
        foreach (var loop in known.Values) { loop.Leave(); }
    }
}
