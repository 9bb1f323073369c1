namespace OkRun.Async;

/// <summary>Is told how leadership changes, as it happens. All members do nothing by default.</summary>
/// <remarks>
/// The calls for one actor, or one partition, come one at a time and in order; those for several may overlap. What an observer throws is ignored, and what it sets in its execution context reaches no actor.
/// It is called by the code that leads: an observer that blocks delays the next step, though never the stop of the actors of a term that is lost.
/// </remarks>
public abstract class LeaderObserver
{
    /// <summary>The lock service has answered that the lock is held elsewhere; this replica waits for it. Of a spread actor: all places of replicas are taken, this one is a standby.</summary>
    /// <param name="name">The name of the actor.</param>
    public virtual void OnWaiting(string name)
    {
    }

    /// <summary>The lock service, or the store of the terms, is away. Told once for each outage; it is asked again and again.</summary>
    /// <param name="name">The name of the actor.</param>
    /// <param name="exception">What came instead of an answer.</param>
    public virtual void OnUnavailable(string name, Exception exception)
    {
    }

    /// <summary>This replica leads: the actors of the term start next.</summary>
    /// <param name="term">The term.</param>
    public virtual void OnLeading(LeaderTerm term)
    {
    }

    /// <summary>The term is lost. Its actors have been told to stop.</summary>
    /// <param name="term">The term.</param>
    /// <param name="reason">Why, for people.</param>
    public virtual void OnLost(LeaderTerm term, string reason)
    {
    }

    /// <summary>The actors of the term have stopped, hooks and callbacks included. Not told where they were abandoned.</summary>
    /// <param name="term">The term.</param>
    /// <param name="end">Why.</param>
    /// <param name="elapsed">How long this replica led.</param>
#pragma warning disable CA1716 // the keyword is one of Visual Basic, which can escape it
    public virtual void OnStopped(LeaderTerm term, LeaderEnd end, TimeSpan elapsed)
#pragma warning restore CA1716
    {
    }

    /// <summary>The lock has been released, as far as there was something left to release.</summary>
    /// <param name="term">The term.</param>
    public virtual void OnReleased(LeaderTerm term)
    {
    }
}
