namespace OkRun.Async;

// What can be asked about the actors of a run.
public sealed partial class ActorGroupRun
{
    /// <summary>What is known of each actor at this moment, in the order of <c>Add</c>. A snapshot: it does not change.</summary>
    public IReadOnlyList<ActorStatus> Actors
    {
        get
        {
            Progress[] progress;
            Record[] records;
            var statuses = new ActorStatus[_actors.Length];
            lock (_state)
            {
                (progress, var kept) = _state.Snapshot();
                records = kept ?? new Record[progress.Length];
                for (var i = 0; i < statuses.Length; i++)
                {
                    statuses[i] = new(_actors[i].Actor, _state.StateOf(progress[i], records[i].Failure), records[i].Failure, TimeSpan.Zero);
                }
            }

            var now = _attachments?.EndedAt ?? Now; // not before the lock, or an actor could seem to have started later than now; not under it, as the clock may be foreign code
            for (var i = 0; i < statuses.Length; i++)
            {
                statuses[i] = statuses[i] with
                {
                    Elapsed = Elapsed(progress[i], records[i], now),
                    Running = progress[i].Running,
                    Detail = _actors[i].Reported?.Detail,
                    Degraded = _actors[i].Reported?.Degraded,
                    SinceTold = progress[i].Has(Steps.Interrupted) ? TimeProvider.GetElapsedTime(records[i].ToldAt, now) : null,
                    BlocksThread = progress[i].Has(Steps.Entered) && Blocks(i, progress[i].Running),
                };
            }

            return statuses;
        }
    }

    /// <summary>Whether the actor has not returned its task. That an actor of <see cref="Actor.Blocking"/> has not is its nature.</summary>
    private bool Blocks(int actor, ActorParts running) => (running & ActorParts.Execute) != 0 && _actors[actor] is { Execution: null, Actor.HasOwnThread: false };

    private TimeSpan Elapsed(in Progress progress, in Record record, long now)
    {
        if (!progress.Has(Steps.Started))
        {
            return TimeSpan.Zero;
        }

        return TimeProvider.GetElapsedTime(record.StartedAt, progress.IsOpen(ActorParts.Execute) ? now : record.EndedAt);
    }

    private LateActor Late(int index)
    {
        var running = PartsOf(index).Running;
        var (trace, location) = _actors[index].Whereabouts();
        return new(_actors[index].Actor, _actors[index].StopTimeout, running, Blocks(index, running), WaitsInside(index), location, trace);
    }

    private StopTimeoutException LateActors() => new([.. _state.Abandoned().Select(Late)]);
}
