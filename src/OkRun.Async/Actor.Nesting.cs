namespace OkRun.Async;

public sealed partial record Actor
{
    /// <summary>Creates an actor that runs groups inside of it, one after the other or several at once, such as one for each time that it holds a lock. For one group that runs once, see <see cref="ActorGroup.AsActor"/>.</summary>
    /// <param name="name">What observers and exceptions call it. It need not be unique.</param>
    /// <param name="execute">The work. It is given what it needs of the run it is in, and calls <see cref="ActorScope.Ready"/> when others may rely on it.</param>
    /// <returns>The actor.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or <paramref name="execute"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    /// <example>
    /// A group that runs again when it has failed, three times at most:
    /// <code>
    /// Actor ingest = Actor.Nesting("ingest", async scope =>
    /// {
    ///     scope.Ready();
    ///     for (var attempt = 1; ; attempt++)
    ///     {
    ///         try
    ///         {
    ///             await scope.Start(parsers).Completion;
    ///             return;
    ///         }
    ///         catch (IOException) when (attempt &lt; 3)
    ///         {
    ///         }
    ///     }
    /// });
    /// </code>
    /// </example>
    public static Actor Nesting(string name, Func<ActorScope, Task> execute)
    {
        ArgumentNullException.ThrowIfNull(execute);
        return new(name, run => execute(new(run)), announcesReady: true, code: execute);
    }
}
