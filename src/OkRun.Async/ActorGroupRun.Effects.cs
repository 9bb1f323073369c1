namespace OkRun.Async;

// What the state asks for, as effects.
public sealed partial class ActorGroupRun
{
    /// <summary>The observer is told of the actors that start with the run before any of them does, so nothing else can happen meanwhile but a request to stop. That waits.</summary>
    private void AnnounceStart()
    {
        if (Observer is null)
        {
            return;
        }

        (Observer as IActorGroupRunObserver)?.OnStarting(this);
        foreach (var actor in _actors)
        {
            if (_state.StartsFirst(actor.Index))
            {
                Observer.OnStarted(actor.Actor);
            }
        }

        OnLater(RunEventKind.StartAnnounced);
    }

    private void Do(Effect effect)
    {
        var actor = effect.Actor < 0 ? null! : _actors[effect.Actor];
        switch (effect.Kind)
        {
            case EffectKind.Start:
                Observer?.OnStarted(actor.Actor);
                actor.Start();
                break;
            case EffectKind.AnnounceReady:
                Observer?.OnReady(actor.Actor);
                Apply(new(RunEventKind.ReadyAnnounced, effect.Actor, Now: Now), IsCancelledByCaller);
                break;
            case EffectKind.AnnounceEnded:
                var record = _state.RecordOf(effect.Actor);
                Observer?.OnEnded(actor.Actor, (Exception?)effect.Payload, TimeProvider.GetElapsedTime(record.StartedAt, record.EndedAt));
                break;
            case EffectKind.AnnounceInterruptFailed:
                Observer?.OnInterruptFailed(actor.Actor, (Exception)effect.Payload!);
                break;
            case EffectKind.AnnounceInner:
                ((Action<ActorGroupObserver>)effect.Payload!)(Observer!);
                break;
            case EffectKind.Abandon:
                Observer?.OnAbandoned(actor.Actor, actor.StopTimeout);
                break;
            case EffectKind.EndLimit:
                actor.EndLimit();
                break;
            case EffectKind.CallHook:
                CallHook(actor);
                break;
            case EffectKind.CompleteReady:
                _attachments?.Ready?.TrySetResult();
                break;
            case EffectKind.Interrupt:
                Interrupt((int[]?)effect.Payload);
                break;
            case EffectKind.Arm:
                Arm((int[])effect.Payload!);
                break;
            case EffectKind.CompleteActors:
                _actorsEnded.TrySetResult();
                break;
            case EffectKind.CompleteHooks:
                _hooksEnded?.TrySetResult();
                break;
        }
    }

    /// <summary>Tells actors to stop.</summary>
    /// <param name="due">Which; null for all there are.</param>
    /// <param name="isFirst">Whether these are the first: those whose turn has come by now.</param>
    private void Interrupt(int[]? due, bool isFirst = false)
    {
        var now = Now;
        lock (_state)
        {
            due = isFirst ? _state.TakeDue() : due;
            _state.Interrupt(due, now);
        }

        var count = due?.Length ?? _actors.Length;
        for (var i = 0; i < count; i++)
        {
            var actor = _actors[due?[i] ?? i];
            Observer?.OnInterrupting(actor.Actor, Cause);
            if (actor.Cancel())
            {
                Apply(new(RunEventKind.CallbacksEnded, actor.Index, []), isCancelledByCaller: false);
            }
        }
    }

    /// <summary>All that were told read as cancelled: now their time limits begin, and their hooks are called.</summary>
    private void Arm(int[] armed)
    {
        foreach (var index in armed)
        {
            _actors[index].StartLimit();
            CallHook(_actors[index]);
        }
    }

    private void CallHook(ActorRun actor)
    {
        bool isDue;
        lock (_state)
        {
            isDue = _state.TakeHook(actor.Index);
        }

        if (isDue)
        {
            actor.QueueHook();
        }
    }

    /// <summary>The run stops: it will not become ready any more.</summary>
    private void EndReady()
    {
        if (_attachments?.Ready is not { } ready)
        {
            return;
        }

        if (Cause is { } cause && _state.First is not null)
        {
            ready.TrySetException(cause);
            _ = ready.Task.Exception; // observed: it comes out of the run too
        }
        else
        {
            ready.TrySetCanceled();
        }
    }
}
