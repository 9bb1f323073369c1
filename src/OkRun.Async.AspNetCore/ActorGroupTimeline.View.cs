using OkRun.Async.Views;

namespace OkRun.Async;

public sealed partial class ActorGroupTimeline
{
    private static readonly IReadOnlyList<ActorParts>[] _parts =
        [.. Enumerable.Range(0, 8).Select(parts => (IReadOnlyList<ActorParts>)[.. new[] { ActorParts.Execute, ActorParts.Hook, ActorParts.Callbacks }.Where(part => ((ActorParts)parts).HasFlag(part))])];

    private const int LateMs = 5000;
    private const int Traced = 10; // each costs some time, and more are not read

    private volatile Known? _known;

    /// <summary>What the run and the timeline know at this moment. Nothing foreign is called under the lock.</summary>
    internal GroupView View(bool details)
    {
        long? isOver;
        lock (_lock)
        {
            isOver = _stoppedMs;
        }

        var run = Run;
        var statuses = run?.Actors.ToDictionary(status => status.Actor); // asked before the lock is taken: the run has a lock of its own
        var first = run?.First;
        Moment moment;
        lock (_lock)
        {
            foreach (var actor in statuses?.Keys ?? Enumerable.Empty<Actor>())
            {
                OfNoLock(actor);
            }

            var stoppedMs = isOver is not null || statuses is null ? _stoppedMs : null; // a run that ends from here on is over in the next view: these statuses are older
            moment = new(
                _number, _startedAt, stoppedMs ?? NowNoLock(), stoppedMs, _stop, _cause,
                _moments.ToDictionary(each => each.Key, each => each.Value with { }));
        }

        if (details)
        {
            Messages.Read(moment.Actors.Values.Select(each => each.Exception).Concat(statuses?.Values.Select(each => each.Exception) ?? []).Append(moment.Cause).OfType<Exception>());
        }

        var view = View(moment, CastOf(moment, statuses), statuses, first, details);
        return details && run is not null ? WithTraces(view, run, moment) : view;
    }

    /// <summary>Where those are that a start or a stop waits for, and has for some time.</summary>
    private static GroupView WithTraces(GroupView view, ActorGroupRun run, Moment moment)
    {
        var late = view.WaitingFor.Where(wait => view.ElapsedMs - wait.SinceMs >= LateMs).Take(Traced).Select(wait => wait.ActorId).ToHashSet();
        if (late.Count == 0)
        {
            return view;
        }

        var actors = moment.Actors.ToDictionary(each => each.Value.Id, each => each.Key);
        return view with { Actors = [.. view.Actors.Select(actor => late.Contains(actor.Id) ? actor with { Trace = TraceOf(run, actors[actor.Id]) } : actor)] };
    }

    private static string? TraceOf(ActorGroupRun run, Actor actor)
    {
        try
        {
            return run.Trace(actor) is { Length: > 0 } trace ? trace : null;
        }
        catch (ArgumentException)
        {
            return null; // an observer was told of an actor that is not in the run
        }
    }

    private IReadOnlyList<Role> CastOf(Moment moment, Dictionary<Actor, ActorStatus>? statuses)
    {
        var known = _known;
        if (known is null || known.Number != moment.Number || known.Count != moment.Actors.Count || known.HasRun != statuses is not null)
        {
            var order = (statuses?.Keys ?? Enumerable.Empty<Actor>()).Concat(moment.Actors.OrderBy(each => each.Value.Id).Select(each => each.Key)).Distinct();
            _known = known = new(moment.Number, moment.Actors.Count, statuses is not null, Cast.Of([.. order.Select(actor => (actor, moment.Actors[actor].Id))]));
        }

        return known.Roles;
    }

    private GroupView View(Moment moment, IReadOnlyList<Role> roles, Dictionary<Actor, ActorStatus>? statuses, Actor? first, bool details)
    {
        ActorView[] actors = [.. roles.Select(role => View(role, moment.Actors[role.Actor], statuses is not null && statuses.TryGetValue(role.Actor, out var status) ? status : null, details))];
        var own = roles.Zip(actors).Where(each => statuses?.ContainsKey(each.First.Actor) ?? each.First.ParentId is null).Select(each => each.Second).ToList();
        var stop = moment.Stop is { } known
            ? known with { Actor = known.ActorId is { } id ? actors.First(actor => actor.Id == id).Name : null, Exception = ExceptionView.Of(moment.Cause, details) }
            : Unannounced(first is null ? null : actors.First(actor => actor.Id == moment.Actors[first].Id), moment.NowMs);
        var state = State(moment, stop, own);
        var (waitingFor, next) = Waits.Of(state, actors);
        return new(Name, state, moment.Number, Since(moment, state, stop, own), moment.StartedAt, moment.NowMs, moment.StoppedMs, stop, waitingFor, next, actors)
        {
            Earlier = _history?.Runs(details),
        };
    }

    private static ActorView View(Role role, Moments moments, ActorStatus? status, bool details)
    {
        var state = status?.State ?? moments.State;
        var running = status?.Running ?? (IsActive(state) ? ActorParts.Execute : ActorParts.None);
        return new(
            role.Name, state, role.Id, role.ParentId, _parts[(int)running & 7], role.Actor.OneShot, role.After, role.AfterIds,
            moments.StartMs, moments.ReadyMs, moments.ToldMs, moments.EndMs, moments.AbandonedMs, (long?)moments.Limit?.TotalMilliseconds,
            moments.FailedMs, _parts[(int)FailedIn(role.Actor, moments)], ExceptionView.Of(status?.Exception ?? moments.Exception, details))
        {
            BlocksThread = status is { BlocksThread: true },
            Detail = IsActive(state) ? Reports.Of(status?.Detail) : null,
            Degraded = IsActive(state) ? status?.Degraded : null,
        };
    }

    private static ActorParts FailedIn(Actor actor, Moments moments) => moments switch
    {
        { Exception: null } => ActorParts.None,
        { IsInterruptFailure: false } => ActorParts.Execute,
        _ => actor.Interrupt is null ? ActorParts.Callbacks : ActorParts.Hook | ActorParts.Callbacks,
    };

    /// <summary>The run knows what stopped it a little before the observers do.</summary>
    private static StopView? Unannounced(ActorView? first, long now) =>
        first is null ? null : new(first.EndMs ?? now, first.Name, first.Id, first.Exception is null ? StopReason.Ended : StopReason.Failed, first.Exception);

    private static GroupState State(Moment moment, StopView? stop, List<ActorView> own) => moment switch
    {
        { StartedAt: null } => GroupState.NotStarted,
        { StoppedMs: not null } => own.Exists(actor => actor.State is ActorState.Failed or ActorState.Abandoned) ? GroupState.Failed : GroupState.Stopped,
        _ when stop is not null || own.Exists(Stops) => GroupState.Stopping,
        _ => own.TrueForAll(IsUp) ? GroupState.Ready : GroupState.Starting,
    };

    private static bool IsActive(ActorState state) => state is ActorState.Starting or ActorState.Ready or ActorState.Stopping;

    private static bool IsUp(ActorView actor) => actor.State == ActorState.Ready || (actor.OneShot && actor.State == ActorState.Ended);

    /// <summary>Whether an actor shows that the run has begun to stop, before anything says so.</summary>
    private static bool Stops(ActorView actor) =>
        actor.State is ActorState.Failed or ActorState.Abandoned or ActorState.Stopping or ActorState.NotStarted || (actor.State == ActorState.Ended && !actor.OneShot);

    private static long Since(Moment moment, GroupState state, StopView? stop, List<ActorView> own) => state switch
    {
        GroupState.Ready => own.Max(actor => actor.ReadyMs ?? actor.EndMs) ?? 0,
        GroupState.Stopping => stop?.AtMs ?? moment.NowMs,
        GroupState.Stopped or GroupState.Failed => moment.NowMs,
        _ => 0,
    };

    /// <summary>Copies of what the lock guards.</summary>
    private sealed record Moment(int Number, DateTimeOffset? StartedAt, long NowMs, long? StoppedMs, StopView? Stop, Exception? Cause, Dictionary<Actor, Moments> Actors);

    private sealed record Known(int Number, int Count, bool HasRun, IReadOnlyList<Role> Roles);
}
