using Medallion.Threading;

namespace OkRun.Async;

/// <summary>Actors of which one replica at a time has one, and actors that are spread over replicas, on the lock service of a backend of DistributedLock.</summary>
/// <remarks>
/// All members are safe for use by several threads at once. What the actors do:
/// <list type="number">
/// <item>They wait for the lock without polling where the backend can. A lock service that is away is no failure: it is asked again after pauses that grow up to 2 seconds.</item>
/// <item>They are ready once the service has answered once, so a standby is ready. A one-shot actor is ready when it has ended well on this replica.</item>
/// <item>When the lock is held, <see cref="LeaderOptions.BeginTerm"/> gives the term its number, <see cref="LeaderOptions.TakeOverDelay"/> passes, and the actors start, as one run of an ordinary group.</item>
/// <item>The end of that run ends the actor, with all of its exceptions. Then, and when told to stop, the lock is released when the actors have stopped, and the actor ends when the lock is released.</item>
/// <item>A term is lost with the lock, or when <see cref="LeaderOptions.ConfirmTerm"/> says so or does not answer within <see cref="LeaderOptions.ConfirmWithin"/>. Its actors are told to stop with a <see cref="LeadershipLostException"/>.
/// If they stop within <see cref="LeaderOptions.LostTimeout"/>, the actor waits again and what they threw is no failure. If not, it fails with a <see cref="StopTimeoutException"/> and the lock stays held until the process ends.</item>
/// <item>What a backend throws when a lock is released is ignored. A backend whose locks cannot tell when they are lost needs <see cref="LeaderOptions.ConfirmTerm"/>.</item>
/// </list>
/// At most one replica leads while every process runs and its network works or breaks cleanly. After a freeze, the frozen process may do one more thing before it notices: only a store that checks the number of the term refuses that.
/// </remarks>
public static class DistributedLockActorExtensions
{
    /// <summary>This actor, on one replica at a time.</summary>
    /// <param name="actor">The actor. In each term it runs as a copy without <see cref="Actor.After"/>.</param>
    /// <param name="mutex">The lock. All replicas must use the same.</param>
    /// <param name="options">How it leads. Default: null, the defaults of <see cref="LeaderOptions"/>.</param>
    /// <returns>An actor with the name, <see cref="Actor.After"/>, <see cref="Actor.OneShot"/> and <see cref="Actor.StopTimeout"/> of that actor. It fails with an <see cref="InvalidOperationException"/> if the lock cannot tell when it is lost and nothing confirms its terms.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="actor"/> or <paramref name="mutex"/> is null.</exception>
    /// <example>
    /// <code>
    /// Actor cron = new Actor("cron", jobs.RunAsync).OnlyWhileHolding(locks.CreateLock("cron"));
    /// await new ActorGroup { cron, { "web", server.RunAsync }, Actor.Signals() }.RunAsync();
    /// </code>
    /// </example>
    public static Actor OnlyWhileHolding(this Actor actor, IDistributedLock mutex, LeaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(mutex);
        options ??= new();
        var inside = actor with { After = [] };
        return Create(actor.Name, scope => new Candidate(scope, mutex, actor.Name, _ => [inside], options).RunAsync()) with
        {
            After = actor.After,
            OneShot = actor.OneShot,
            StopTimeout = actor.StopTimeout,
        };
    }

    /// <summary>A group for each time that this replica holds the lock.</summary>
    /// <param name="mutex">The lock. All replicas must use the same.</param>
    /// <param name="name">The name of the actor, and of its terms.</param>
    /// <param name="actors">Makes the group of a term. A group without an observer of its own reports to that of the outer run, with names such as <c>leader/cron</c>. What it throws is a failure of the actor.</param>
    /// <param name="options">How it leads. Default: null, the defaults of <see cref="LeaderOptions"/>.</param>
    /// <returns>An actor. It fails with an <see cref="InvalidOperationException"/> if the lock cannot tell when it is lost and nothing confirms its terms.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="mutex"/>, <paramref name="name"/> or <paramref name="actors"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public static Actor WhileHolding(this IDistributedLock mutex, string name, Func<LeaderTerm, ActorGroup> actors, LeaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(mutex);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(actors);
        options ??= new();
        return Create(name, scope => new Candidate(scope, mutex, name, actors, options).RunAsync());
    }

    /// <summary>Each of these partitions on one replica at a time, as many on each replica, give or take one.</summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item>A lock for each partition, <c>name/partition/p</c>, and a reader-writer lock for each replica that may be there, <c>name/replica/0</c> and so on. No request waits at the service, and one is made at a time: a backend that shares a connection between locks needs one.</item>
    /// <item>When a replica comes, the others give up what they have too much of, and no more; when one goes, they take what is free. The actors of a partition have stopped before its lock is released.</item>
    /// <item>A partition is led as in <see cref="WhileHolding"/>, with a term named <c>name/p</c>. One whose actors end, well or not, ends the actor; the other partitions of this replica stop first.</item>
    /// </list>
    /// </remarks>
    /// <typeparam name="TProvider">What makes both kinds of locks, such as <c>PostgresDistributedSynchronizationProvider</c>.</typeparam>
    /// <param name="locks">Makes the locks. All replicas must use the same service.</param>
    /// <param name="name">The name of the actor. All replicas must use the same.</param>
    /// <param name="partitions">The names of the partitions. All replicas must use the same. The list is copied.</param>
    /// <param name="actors">Makes the group of a partition.</param>
    /// <param name="options">How they are spread. Default: null, the defaults of <see cref="SpreadOptions"/>.</param>
    /// <returns>An actor. It fails with an <see cref="InvalidOperationException"/> if the locks cannot tell when they are lost and nothing confirms the terms.</returns>
    /// <exception cref="ArgumentNullException">An argument other than <paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> or the name of a partition is empty or white space, or two partitions have the same name.</exception>
    public static Actor Spread<TProvider>(
        this TProvider locks, string name, IReadOnlyList<string> partitions, Func<string, LeaderTerm, ActorGroup> actors, SpreadOptions? options = null)
        where TProvider : IDistributedLockProvider, IDistributedReaderWriterLockProvider
    {
        if (locks is null)
        {
            throw new ArgumentNullException(nameof(locks)); // it may be a struct
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(partitions);
        ArgumentNullException.ThrowIfNull(actors);
        options ??= new();
        string[] names = [.. partitions];
        if (names.Any(string.IsNullOrWhiteSpace) || names.Distinct(StringComparer.Ordinal).Count() < names.Length)
        {
            throw new ArgumentException("Each partition needs a name of its own.", nameof(partitions));
        }

        return Create(name, scope => new Spreading(
            scope,
            name,
            [.. names.Select(each => (each, locks.CreateLock($"{name}/partition/{each}")))],
            [.. Enumerable.Range(0, options.MaxReplicas).Select(seat => locks.CreateReaderWriterLock(FormattableString.Invariant($"{name}/replica/{seat}")))],
            actors,
            options).RunAsync());
    }

    /// <summary>An actor that fails with all of the exceptions that come out: an async method would keep the first.</summary>
    private static Actor Create(string name, Func<ActorScope, Task<IReadOnlyList<Exception>>> run) => Actor.Nesting(name, scope =>
    {
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = CompleteAsync(run(scope), completion);
        return completion.Task;
    });

    private static async Task CompleteAsync(Task<IReadOnlyList<Exception>> running, TaskCompletionSource completion)
    {
        try
        {
            if (await running.ConfigureAwait(false) is { Count: > 0 } failures)
            {
                completion.TrySetException(failures);
            }
            else
            {
                completion.TrySetResult();
            }
        }
#pragma warning disable CA1031 // a fault of this library must not look like an actor that still runs
        catch (Exception exception)
#pragma warning restore CA1031
        {
            completion.TrySetException(exception);
        }
    }
}
