using System.Diagnostics;

namespace OkRun.Async;

/// <summary>The exception that is thrown when actors did not stop within their time limit. A run throws at most one, and its message names all of them. Code that limits the stop of a group itself may throw one too.</summary>
/// <remarks>Immutable, and safe for use by several threads at once.</remarks>
[DebuggerDisplay("{Message}")]
public sealed class StopTimeoutException : TimeoutException
{
    /// <summary>Creates an exception that names no actor.</summary>
    public StopTimeoutException()
        : this("Actors did not stop in time.")
    {
    }

    /// <summary>Creates an exception that names no actor.</summary>
    /// <param name="message">What happened.</param>
    public StopTimeoutException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception that names no actor.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why it happened.</param>
    public StopTimeoutException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates an exception that names actors, for code that gives a group a time limit of its own.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="actors">The actors that did not stop in time.</param>
    /// <exception cref="ArgumentNullException"><paramref name="actors"/> is null.</exception>
    public StopTimeoutException(string message, IReadOnlyList<Actor> actors)
        : base(message)
    {
        ArgumentNullException.ThrowIfNull(actors);
        Actors = [.. actors];
    }

    internal StopTimeoutException(IReadOnlyList<LateActor> late)
        : base(LateActor.Describe(late)) => (Actors, Traces) = ([.. late.Select(each => each.Actor)], [.. late.Select(each => each.Trace)]);

    /// <summary>The actors that were told to stop and did not stop in time. In the exception of a run, in the order in which they were added to the group.</summary>
    public IReadOnlyList<Actor> Actors { get; } = [];

    /// <summary>Where each of <see cref="Actors"/> was, in the same order; see <see cref="ActorGroupRun.Trace"/>.</summary>
    /// <value>Default: empty. A run sets it when it is over.</value>
    public IReadOnlyList<string> Traces { get; init; } = [];
}
