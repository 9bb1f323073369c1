using System.Diagnostics;

namespace OkRun.Async;

/// <summary>What an actor of <see cref="Actor.Nesting"/> is given in each of its runs: its token, its readiness, and a way to run groups inside of it.</summary>
/// <remarks>Safe for use by several threads at once.</remarks>
[DebuggerDisplay("{Actor.Name}")]
public sealed class ActorScope
{
    private readonly ActorRun _run;

    internal ActorScope(ActorRun run) => _run = run;

    /// <summary>The actor, as it was added to the group.</summary>
    public Actor Actor => _run.Actor;

    /// <summary>Cancelled when the actor is told to stop.</summary>
    public CancellationToken CancellationToken => _run.Token;

    /// <summary>Says that other actors may rely on this one. Calling it again, or late, does nothing.</summary>
    public void Ready() => _run.BecomeReady();

    /// <summary>Says what the actor is at, for health checks and people: it is what <see cref="ActorStatus.Detail"/> and <see cref="ActorStatus.Degraded"/> return until the next call.</summary>
    /// <param name="detail">Names and values, such as a role. It must not change any more. Null for nothing.</param>
    /// <param name="degraded">Why it works with less than it should have. Default: null, it does not.</param>
    public void Report(IReadOnlyDictionary<string, object>? detail, string? degraded = null) => _run.Reported = new(detail, degraded);

    /// <summary>
    /// Starts a run of a group inside of this actor. It stops when the actor is told to stop. A group without an observer of its own reports to the observer of the outer run, with names such as <c>leader/parser</c>.
    /// </summary>
    /// <remarks>What comes out of the run is the caller's to judge: nothing of it fails this actor by itself.</remarks>
    /// <param name="group">The group.</param>
    /// <param name="name">What the run is called between the names of this actor and of those inside, such as <c>p3</c> in <c>leader/p3/parser</c>. Default: null, nothing.</param>
    /// <returns>The run. The actor must not end before it is over.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="group"/> is null.</exception>
    public ActorGroupRun Start(ActorGroup group, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(group);
        var inner = group.StartRun(hasReader: true, CancellationToken, _run, name);
        _run.WhenEnded(inner.Completion, (_, run) => ((ActorRun)run!).RemoveInner(inner));
        return inner;
    }
}

/// <summary>What an actor says of itself.</summary>
internal sealed record ActorReport(IReadOnlyDictionary<string, object>? Detail, string? Degraded);
