namespace OkRun.Async;

/// <summary>The base class of observers, which are told what happens in a run while it happens. All members are virtual and do nothing.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>The run waits for the observer. Return soon, and hand long work to another task or thread.</item>
/// <item>The events of one run come one at a time and in order, from several threads. The events of different runs may overlap.</item>
/// <item>An exception thrown here is ignored.</item>
/// <item>An observer may serve several runs and groups.</item>
/// </list>
/// </remarks>
public abstract class ActorGroupObserver
{
    /// <summary>An actor starts. Called in the order of <c>Add</c>. An actor with <see cref="Actor.After"/> follows when those actors are ready.</summary>
    /// <param name="actor">The actor.</param>
    public virtual void OnStarted(Actor actor)
    {
    }

    /// <summary>An actor is ready. An actor that does not take <c>ready</c> is ready once it runs. Not called once the run has begun to stop.</summary>
    /// <param name="actor">The actor.</param>
    public virtual void OnReady(Actor actor)
    {
    }

    /// <summary>The run begins to stop. Called once, at once, while the other actors still run and before any of them is told.</summary>
    /// <param name="first">The actor that stopped the run. Null for the caller's token, for <see cref="ActorGroupRun.Stop()"/>, and when every actor has ended.</param>
    /// <param name="cause">The cause of the stop: the exception of <paramref name="first"/>, an <see cref="OperationCanceledException"/> with the caller's token, what <see cref="ActorGroupRun.Stop(Exception)"/> was given, or null.</param>
    public virtual void OnStopping(Actor? first, Exception? cause)
    {
    }

    /// <summary>An actor is told to stop. Called before its token is cancelled and its hook is called, also for an actor that has ended.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="cause">The cause of the stop. Null for a normal end.</param>
    public virtual void OnInterrupting(Actor actor, Exception? cause)
    {
    }

    /// <summary>An actor's interrupt hook, or a callback of its token, has failed, or its time limit could not be started. Called once for each exception. Not called for an exception that the run knows already, and not after the actor was abandoned.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="exception">What was thrown, unless that is a normal end: a cancellation, or what <see cref="Actor.ExpectedOnStop"/> accepts.</param>
    public virtual void OnInterruptFailed(Actor actor, Exception exception)
    {
    }

    /// <summary>An actor's <c>execute</c> has ended. Its hook may still run.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="exception">Its first failure. Null if it has not failed.</param>
    /// <param name="elapsed">How long it ran, from its start.</param>
    public virtual void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed)
    {
    }

    /// <summary>An actor, or its hook, did not stop in time. The run goes on without it.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="timeout">The time limit that passed.</param>
    public virtual void OnAbandoned(Actor actor, TimeSpan timeout)
    {
    }

    /// <summary>The run is over. Called last, before <see cref="ActorGroupRun.Completion"/> completes.</summary>
    /// <param name="elapsed">How long the run took, from its start.</param>
    public virtual void OnStopped(TimeSpan elapsed)
    {
    }

    /// <summary>Combines this observer with another one. This one is told first. An exception of one of them does not keep the other from being told.</summary>
    /// <param name="other">The observer that is told second.</param>
    /// <returns>An observer as safe for use by several threads, runs and groups as those two.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public ActorGroupObserver And(ActorGroupObserver other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new BothObservers(this, other);
    }

    /// <summary>
    /// Creates an observer that writes lines for people: the time, the actor, and what happened. They say which actor stopped the run and why, which actors the stop waits for, and at the end how the run ended.
    /// While a start or a stop takes long, a line repeats what it waits for.
    /// </summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item>It writes on a thread of its own, one line at a time and in order. A writer that blocks or throws delays no run, except that the end of a run waits for its last lines, for two seconds at most.
    /// If a writer is too slow, lines are lost, and a line says how many.</item>
    /// <item>Times are those of <see cref="ActorGroupOptions.TimeProvider"/>, in seconds from the start of the run.</item>
    /// <item>Control characters in names and messages are made visible. Failures are red and stops are yellow if the writer is <c>Console.Out</c> or <c>Console.Error</c>, it is a terminal,
    /// and the environment variable NO_COLOR is not set.</item>
    /// <item>Runs may follow or overlap each other. The lines of runs that overlap are mixed. The time of each line is counted from the start of its own run.</item>
    /// </list>
    /// </remarks>
    /// <param name="writer">The writer, such as <c>Console.Error</c>. It is neither flushed nor disposed.</param>
    /// <param name="heartbeat">
    /// When to write what a start or a stop waits for: times from its beginning, ascending. The last one is repeated. Empty for never.
    /// Default: null, after 5, 15 and 60 seconds and then every minute.
    /// </param>
    /// <returns>An observer for any number of runs and groups.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="heartbeat"/> does not ascend, or has a time that is not positive or is longer than 49 days.</exception>
    public static ActorGroupObserver WriteTo(TextWriter writer, IReadOnlyList<TimeSpan>? heartbeat = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        TimeSpan[] beats = [.. heartbeat ?? [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1)]];
        if (beats.Where((beat, i) => beat <= (i == 0 ? TimeSpan.Zero : beats[i - 1]) || !TimeLimit.IsFinite(beat)).Any())
        {
            throw new ArgumentException("The times of the heartbeat must be positive, ascend, and be no longer than 49 days.", nameof(heartbeat));
        }

        return new WritingObserver(writer, beats);
    }

    /// <summary>The observer of one run: by default this one, which serves them all.</summary>
    internal virtual ActorGroupObserver ForRun() => this;
}
