namespace OkRun.Async;

// What is to be done, in order. What is announced first is done first, so nothing that follows from an announcement has to be held back.
internal sealed partial class RunState
{
    private Queue<Effect>? _outbox;
    private bool _isDraining;
    private bool _isReadyCompleted;
    private bool _isWaiting; // the run, for its first end
    private bool _isAwake; // the run was told to go on
    private ActorParts _completed; // the parts of which the run knows that all are over
    private List<int>? _due; // the actors that are told to stop next; not kept where no actor comes after another
    private List<int>? _unarmed; // the actors that were told, and wait for that
    private int _uncancelled; // how many of the actors that were told do not read as cancelled yet

    /// <summary>Makes the caller the one that drains, if there is something to do and nothing drains yet. Where the caller does not drain at once, it queues that.</summary>
    /// <returns>What is to be done first; none if the caller is not the one.</returns>
    public EffectKind TryClaim()
    {
        if (_isDraining)
        {
            return EffectKind.None;
        }

        var first = _outbox is { Count: > 0 } ? _outbox.Peek().Kind : Asked();
        _isDraining = first != EffectKind.None;
        return first;
    }

    /// <summary>The next to be done, for the one that drains. None, and the last of all, free the claim. Stop hands the claim to the run, which goes on.</summary>
    /// <param name="mayContinueRun">Whether the run may go on here. Otherwise what it needs for that is returned again, to a caller that may.</param>
    public Effect Next(bool mayContinueRun)
    {
        if (_outbox is { Count: > 0 })
        {
            return _outbox.Dequeue();
        }

        var asked = Asked();
        if (asked >= EffectKind.Stop && !mayContinueRun)
        {
            return new(asked);
        }

        _isReadyCompleted |= asked == EffectKind.CompleteReady;
        _isAwake |= asked == EffectKind.Stop;
        _completed |= asked == EffectKind.CompleteActors ? ActorParts.Execute : asked == EffectKind.CompleteHooks ? ActorParts.Hook : ActorParts.None;
        var isLast = asked >= EffectKind.CompleteActors && Asked() == EffectKind.None;
        _isDraining = asked != EffectKind.None && !isLast;
        var payload = asked switch
        {
            EffectKind.Interrupt => TakeDue(), // now: an actor that becomes due later must wait for what is announced before that
            EffectKind.Arm => TakeArmed(),
            _ => null,
        };
        return new(asked, Payload: payload, IsLast: isLast);
    }

    /// <summary>Returns the actors whose turn to be told has come; null for all there are.</summary>
    public int[]? TakeDue()
    {
        if (_dependencies is null && HasBegun)
        {
            return null;
        }

        int[] due = [.. _due ?? []];
        _due?.Clear();
        return due;
    }

    /// <summary>Marks actors as told to stop; null for all there are.</summary>
    public void Interrupt(int[]? due, long now)
    {
        var count = due?.Length ?? _actors.Length;
        _uncancelled += count;
        for (var i = 0; i < count; i++)
        {
            Interrupt(due?[i] ?? i, now);
        }
    }

    private void Interrupt(int actor, long now)
    {
        _actors[actor].Steps |= Steps.Interrupted;
        _actors[actor].Running |= ActorParts.Callbacks;
        if (_records is not null)
        {
            _records[actor].ToldAt = now;
        }

        if (_actors[actor].Is(Traits.HasHook) || _actors[actor].Is(Traits.Limited))
        {
            (_unarmed ??= []).Add(actor);
        }
    }

    /// <summary>Returns the actors whose time limit begins now, and whose hook may be called.</summary>
    private int[] TakeArmed()
    {
        int[] armed = [.. _unarmed!.Where(actor => _actors[actor].Open != ActorParts.None)];
        _unarmed!.Clear();
        foreach (var actor in armed)
        {
            _actors[actor].Steps |= Steps.Armed;
        }

        return armed;
    }

    /// <summary>Whether the actor's hook is to be called now: exactly once, when it was told to stop, and not before its <c>execute</c>.</summary>
    public bool TakeHook(int actor)
    {
        var isDue = _actors[actor].Is(Traits.HasHook) && _actors[actor].Has(Steps.Armed | Steps.Entered) && !_actors[actor].Has(Steps.HookCalled);
        if (isDue)
        {
            _actors[actor].Steps |= Steps.HookCalled;
            _actors[actor].Running |= ActorParts.Hook;
        }

        return isDue;
    }

    /// <summary>What the state asks for, whatever has led to it.</summary>
    private EffectKind Asked() => this switch
    {
        { IsReady: true, _isReadyCompleted: false } => EffectKind.CompleteReady,
        { IsStopping: false } => EffectKind.None,
        { _isAwake: false } => _isWaiting ? EffectKind.Stop : EffectKind.None,
        { _due.Count: > 0 } => EffectKind.Interrupt,
        { _unarmed.Count: > 0, _uncancelled: 0 } => EffectKind.Arm,
        _ when _executions + _callbacks == 0 && (_completed & ActorParts.Execute) == 0 => EffectKind.CompleteActors,
        _ when _hooks == 0 && (_completed & ActorParts.Hook) == 0 => EffectKind.CompleteHooks,
        _ => EffectKind.None,
    };

    private void Do(EffectKind kind, int actor, object? payload = null) => (_outbox ??= new()).Enqueue(new(kind, actor, payload));

    private void Announce(EffectKind kind, int actor, object? payload = null)
    {
        if (_isObserved)
        {
            Do(kind, actor, payload);
        }
    }
}
