namespace OkRun.Async;

/// <summary>Told what happens in a run, as it happens. All members are virtual and do nothing.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>The run waits for the observer: be quick, and hand long work to somebody else.</item>
/// <item>Calls come from several threads and may overlap, on whatever stack an actor became ready or ended on.</item>
/// <item>An exception thrown here is ignored.</item>
/// <item>An observer may serve several runs and groups.</item>
/// </list>
/// </remarks>
public abstract class ActorGroupObserver
{
    /// <summary>An actor starts. Called in the order of <c>Add</c>; an actor with <see cref="Actor.After"/> follows when those are ready.</summary>
    /// <param name="actor">The actor.</param>
    public virtual void OnStarted(Actor actor)
    {
    }

    /// <summary>An actor is ready. Called for actors that do not announce it too, once they run; not once the run has begun to stop.</summary>
    /// <param name="actor">The actor.</param>
    public virtual void OnReady(Actor actor)
    {
    }

    /// <summary>The run begins to stop. Called once, at once, while the other actors still run and before any of them is told.</summary>
    /// <param name="first">The actor that stopped the run; null for the caller's token, for <see cref="ActorGroupRun.Stop()"/>, and when every actor has ended.</param>
    /// <param name="cause">Why: the exception of <paramref name="first"/>, an <see cref="OperationCanceledException"/> with the caller's token, what <see cref="ActorGroupRun.Stop(Exception)"/> was given, or null.</param>
    public virtual void OnStopping(Actor? first, Exception? cause)
    {
    }

    /// <summary>An actor is told to stop. Called before its token is cancelled and its hook called, also for an actor that has ended.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="cause">Why the run stops; null for a normal end.</param>
    public virtual void OnInterrupting(Actor actor, Exception? cause)
    {
    }

    /// <summary>An actor's interrupt hook, or a callback of its token, has failed, or its time limit could not be started. Called once for each exception, as it comes: not for one that the run knows already, nor for what comes once the actor was abandoned.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="exception">What was thrown, unless that is a normal end: a cancellation, or what <see cref="Actor.ExpectedOnStop"/> accepts.</param>
    public virtual void OnInterruptFailed(Actor actor, Exception exception)
    {
    }

    /// <summary>An actor's <c>execute</c> has ended, whatever its hook does.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="exception">Its first failure; null when it ended well.</param>
    /// <param name="elapsed">How long it ran, from its start.</param>
    public virtual void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed)
    {
    }

    /// <summary>An actor, or its hook, did not stop in time: the run goes on without it.</summary>
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

    /// <summary>Creates an observer that tells this observer first, then another one. What one of them throws does not keep the other from being told.</summary>
    /// <param name="other">The observer that is told next.</param>
    /// <returns>An observer as safe for use by several threads, runs and groups as those two.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public ActorGroupObserver And(ActorGroupObserver other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new BothObservers(this, other);
    }

    /// <summary>
    /// Creates an observer that writes readable lines: when, which actor, what; which actor stopped the run and why; which actors are still waited for; and at the end what became of it.
    /// From time to time it writes what a start or a stop waits for.
    /// </summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item>A thread of its own writes, one line at a time and in order. A writer that blocks or throws delays no run, except that the end of a run waits for its last lines, for two seconds at most.
    /// Where a writer is too slow lines are lost, and a line says how many.</item>
    /// <item>Times are those of <see cref="ActorGroupOptions.TimeProvider"/>, in seconds from the start of the run.</item>
    /// <item>Control characters in names and messages are shown. Failures are red and stops are yellow where the writer is <c>Console.Out</c> or <c>Console.Error</c>, that is a terminal,
    /// and the environment variable NO_COLOR is not set.</item>
    /// <item>Runs may follow or overlap each other. The lines of runs that overlap are mixed; each line counts its time from the start of its own run.</item>
    /// </list>
    /// </remarks>
    /// <param name="writer">Where to, such as <c>Console.Error</c>. It is neither flushed nor disposed.</param>
    /// <param name="heartbeat">
    /// When to write what a start, or a stop, waits for: times from its beginning, ascending. The time of the last one passes again and again. Empty for never.
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
