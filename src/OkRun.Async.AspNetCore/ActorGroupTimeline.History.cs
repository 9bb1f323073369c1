using OkRun.Async.History;

namespace OkRun.Async;

public sealed partial class ActorGroupTimeline
{
    private volatile RunHistory? _history;

    internal RunHistory? History => _history;

    /// <summary>Keeps this run and those that follow in a folder.</summary>
    internal void Keep(string folder, TimeProvider clock, Action<Exception> failed)
    {
        lock (_lock)
        {
            if (_history is not null)
            {
                return; // another page keeps them
            }
        }

        var history = new RunHistory(folder, this, clock, failed);
        bool isActive;
        lock (_lock)
        {
            (_history, isActive) = (history, IsActiveNoLock);
        }

        if (isActive)
        {
            history.Begin();
        }
    }

    internal void HistoryChanged()
    {
        TaskCompletionSource? changed;
        lock (_lock)
        {
            changed = TakeChangedNoLock();
        }

        changed?.SetResult();
    }
}
