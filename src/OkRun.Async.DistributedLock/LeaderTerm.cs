using System.Diagnostics;

namespace OkRun.Async;

/// <summary>One time that a replica leads, from taking the lock to releasing or losing it.</summary>
/// <param name="Name">What is led: the name of the actor, and for a partition of <see cref="DistributedLockActorExtensions.Spread"/> <c>actor/partition</c>.</param>
/// <param name="Number">The number of the term, from <see cref="LeaderOptions.BeginTerm"/>; 0 without that. A store that refuses writes with a smaller number than the newest keeps an old leader out.</param>
/// <param name="Since">When the term began, by the clock of the options.</param>
[DebuggerDisplay("{Name}, term {Number}")]
public sealed record LeaderTerm(string Name, long Number, DateTimeOffset Since);
