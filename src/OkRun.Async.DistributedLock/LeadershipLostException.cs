using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace OkRun.Async;

/// <summary>A replica leads no more: its lock was lost, or its term was not confirmed in time. Interrupt hooks of the term's actors are told it as the cause; the actor throws it where <see cref="LeaderOptions.EndWhenLost"/> says so.</summary>
/// <remarks>Immutable, and safe for use by several threads at once.</remarks>
[DebuggerDisplay("{Message}")]
[SuppressMessage("Design", "CA1032", Justification = "There is no such exception without a term.")]
public sealed class LeadershipLostException : Exception
{
    internal LeadershipLostException(LeaderTerm term, string reason)
        : base($"'{term.Name}' leads no more{(term.Number == 0 ? "" : $" in term {term.Number}")}: {reason}.") => Term = term;

    /// <summary>The term that has been lost.</summary>
    public LeaderTerm Term { get; }
}
