using OkRun.Async.Views;

namespace OkRun.Async;

public sealed partial class ActorGroupTimeline
{
    private void Record<T>(Actor actor, Action<Moments, long, T> record, T value)
    {
        ArgumentNullException.ThrowIfNull(actor);
        TaskCompletionSource? changed;
        lock (_lock)
        {
            BeginIfNewNoLock();
            record(OfNoLock(actor), NowNoLock(), value);
            changed = TakeChangedNoLock();
        }

        changed?.SetResult();
        _history?.Note();
    }

    private void Record(Action<long> record)
    {
        TaskCompletionSource? changed;
        lock (_lock)
        {
            BeginIfNewNoLock();
            record(NowNoLock());
            changed = TakeChangedNoLock();
        }

        changed?.SetResult();
        _history?.Note();
    }

    private StopReason ReasonNoLock(Actor? first, Exception? cause) => (first, cause) switch
    {
        ({ }, null) => StopReason.Ended,
        ({ }, { }) => StopReason.Failed,
        (null, OperationCanceledException) => StopReason.Cancelled,
        (null, { }) => StopReason.Asked,
        _ when _moments.Count > 0 && _moments.Values.All(moments => moments.EndMs is not null) => StopReason.AllEnded,
        _ => HostStopping.IsCancellationRequested ? StopReason.HostStopping : StopReason.Asked,
    };

    private bool IsActiveNoLock => _startedAt is not null && _stoppedMs is null;

    private void BeginIfNewNoLock()
    {
        if (!IsActiveNoLock)
        {
            BeginNoLock(); // a run that nothing announced
        }
    }

    private void BeginNoLock()
    {
        _moments.Clear();
        (_startedAt, _start, _number) = (TimeProvider.GetUtcNow(), TimeProvider.GetTimestamp(), _number + 1);
        (_stop, _cause, _stoppedMs) = (null, null, null);
    }

    private Moments OfNoLock(Actor actor)
    {
        if (!_moments.TryGetValue(actor, out var moments))
        {
            _moments.Add(actor, moments = new(_moments.Count));
        }

        return moments;
    }

    private TaskCompletionSource? TakeChangedNoLock()
    {
        var changed = _changed;
        _changed = null;
        return changed;
    }

    private long NowNoLock() => _startedAt is null ? 0 : (long)TimeProvider.GetElapsedTime(_start).TotalMilliseconds;
}
