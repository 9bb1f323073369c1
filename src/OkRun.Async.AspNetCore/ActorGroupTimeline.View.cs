using OkRun.Async.Views;

namespace OkRun.Async;

public sealed partial class ActorGroupTimeline
{
    private bool IsOver
    {
        get
        {
            lock (_lock)
            {
                return _stoppedMs is not null;
            }
        }
    }

    internal GroupView View(bool details)
    {
        var isOver = IsOver;
        var statuses = Run?.Actors; // asked before the lock is taken: the run has a lock of its own
        lock (_lock)
        {
            var stoppedMs = isOver || statuses is null ? _stoppedMs : null; // a run that ends from here on is over in the next view: these statuses are older
            var now = stoppedMs ?? NowNoLock();
            ActorView[] actors = statuses is null
                ? [.. _moments.Select(each => View(each.Key, each.Value.State, each.Value, each.Value.Exception, details))]
                : [.. statuses.Select(status => View(status.Actor, status.State, _moments.GetValueOrDefault(status.Actor), status.Exception, details))];
            var state = StateNoLock(stoppedMs is not null, actors);
            var awaited = state == GroupState.Stopping ? ActorState.Stopping : ActorState.Starting;
            return new(
                Name, state, _startedAt, now, stoppedMs, StopNoLock(details),
                [.. actors.Where(actor => actor.State == awaited).Select(actor => new WaitView(actor.Name, now - ((awaited == ActorState.Stopping ? actor.ToldMs : actor.StartMs) ?? now)))],
                actors);
        }
    }

    private static ActorView View(Actor actor, ActorState state, Moments? moments, Exception? exception, bool details) => new(
        actor.Name, state, actor.OneShot, [.. actor.After.Select(other => other.Name)],
        moments?.StartMs, moments?.ReadyMs, moments?.ToldMs, moments?.EndMs, ExceptionView.Of(exception, details));

    private GroupState StateNoLock(bool isOver, ActorView[] actors) => this switch
    {
        { _startedAt: null } => GroupState.NotStarted,
        _ when isOver && actors.Any(actor => actor.State is ActorState.Failed or ActorState.Abandoned) => GroupState.Failed,
        _ when isOver => GroupState.Stopped,
        { _stoppingMs: not null } => GroupState.Stopping,
        _ => actors.All(actor => actor.State == ActorState.Ready || (actor.OneShot && actor.State == ActorState.Ended)) ? GroupState.Ready : GroupState.Starting,
    };

    private StopView? StopNoLock(bool details) => _stoppingMs is not { } at ? null : new(
        at,
        _first?.Name,
        (_first, _cause) switch
        {
            ({ }, null) => StopReason.Ended,
            ({ }, { }) => StopReason.Failed,
            (null, { }) => StopReason.Cancelled,
            (null, null) => StopReason.Asked,
        },
        _first is null ? null : ExceptionView.Of(_cause, details));
}
