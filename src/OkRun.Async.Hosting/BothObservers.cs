namespace OkRun.Async;

/// <summary>Tells two observers. What they throw is left to the group, which ignores it.</summary>
internal sealed class BothObservers(ActorGroupObserver one, ActorGroupObserver other) : ActorGroupObserver
{
    public override void OnStarted(Actor actor)
    {
        try
        {
            one.OnStarted(actor);
        }
        finally
        {
            other.OnStarted(actor);
        }
    }

    public override void OnReady(Actor actor)
    {
        try
        {
            one.OnReady(actor);
        }
        finally
        {
            other.OnReady(actor);
        }
    }

    public override void OnStopping(Actor? first, Exception? cause)
    {
        try
        {
            one.OnStopping(first, cause);
        }
        finally
        {
            other.OnStopping(first, cause);
        }
    }

    public override void OnInterrupting(Actor actor, Exception? cause)
    {
        try
        {
            one.OnInterrupting(actor, cause);
        }
        finally
        {
            other.OnInterrupting(actor, cause);
        }
    }

    public override void OnInterruptFailed(Actor actor, Exception exception)
    {
        try
        {
            one.OnInterruptFailed(actor, exception);
        }
        finally
        {
            other.OnInterruptFailed(actor, exception);
        }
    }

    public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed)
    {
        try
        {
            one.OnEnded(actor, exception, elapsed);
        }
        finally
        {
            other.OnEnded(actor, exception, elapsed);
        }
    }

    public override void OnAbandoned(Actor actor, TimeSpan timeout)
    {
        try
        {
            one.OnAbandoned(actor, timeout);
        }
        finally
        {
            other.OnAbandoned(actor, timeout);
        }
    }

    public override void OnStopped(TimeSpan elapsed)
    {
        try
        {
            one.OnStopped(elapsed);
        }
        finally
        {
            other.OnStopped(elapsed);
        }
    }
}
