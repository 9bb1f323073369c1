namespace OkRun.Async;

public sealed partial class ActorGroup
{
    private ActorGroup(ActorGroup other, ActorGroupObserver observer)
        : this(new ActorGroupOptions { Observer = observer }) => Options = other.Options;

    /// <summary>Runs the group as the whole of a program: until SIGINT (Ctrl+C), SIGTERM or the end of an actor stops it. Returns the exit code.</summary>
    /// <remarks>
    /// <list type="bullet">
    /// <item>The first SIGINT or SIGTERM is written to <paramref name="errors"/> and stops the run as <see cref="ActorGroupRun.Stop()"/> does. The next one ends the process in any case, whatever hangs and whatever other handlers want, after one
    /// line that names the actors that still run. This holds after the method has returned too, until it is called again. See <see cref="Actor.Signals()"/> for how the process ends.</item>
    /// <item>SIGQUIT writes the text of the run (<see cref="object.ToString"/>) to <paramref name="errors"/>, and the run goes on. A platform that has none of these signals goes without.</item>
    /// <item>A group without an observer is reported to <paramref name="errors"/> as by <see cref="ActorGroupObserver.WriteTo"/>. At the end, each exception is written as a whole,
    /// with the actor it comes from. A writer that throws is ignored, and one that blocks delays the return by two seconds at most.</item>
    /// <item>The signals belong to the method, not to the group: the group holds the actors you added and nothing else, a group of one-shot actors ends when they have,
    /// and an empty group returns at once. An <see cref="Actor.Signals()"/> in the group may stay; it hears the same signals, and either of them may be what stops the run.</item>
    /// <item>The group may run several times, also in this way. The laws of <see cref="ActorGroup"/> hold; <c>Add</c> throws until the run is over.</item>
    /// </list>
    /// On netstandard2.0, Ctrl+C comes from <c>Console.CancelKeyPress</c> and there is no SIGQUIT. An exit of the process (<see cref="AppDomain.ProcessExit"/>) stops the run and waits for it;
    /// the exit code is then <see cref="Environment.ExitCode"/> instead of 0.
    /// </remarks>
    /// <param name="exitCode">Makes the exit code of the first exception, the one that <see cref="RunAsync"/> would throw. Default: null, the code is 1. If it throws, that is written too, and the code is 1.</param>
    /// <param name="errors">Where reports are written. It is flushed, not disposed. Default: null, the standard error output.</param>
    /// <returns>A task that completes with the exit code when the run is over: 0 if no actor failed. It is never faulted or canceled.</returns>
    /// <example>
    /// A program whose exit code is 75 where the database is not there, so that its supervisor tries again:
    /// <code>
    /// Actor store = new("store", store.RunAsync);
    /// return await new ActorGroup
    /// {
    ///     store,
    ///     new Actor("worker", worker.RunAsync) { After = [store] },
    /// }.RunMainAsync(exception => exception is DbException ? 75 : 1);
    /// </code>
    /// </example>
    public Task<int> RunMainAsync(Func<Exception, int>? exitCode = null, TextWriter? errors = null)
    {
#pragma warning disable RS0030 // the one place where the library writes by itself: this is the whole of a program
#pragma warning disable CA2000 // it would dispose nothing
        var lines = new ErrorLines(errors ?? Console.Error);
#pragma warning restore CA2000, RS0030
        var main = new MainRun(lines, exitCode);
        return Observer is null ? main.StartAsync(() => StartReporting(lines), EndReporting) : main.StartAsync(() => Start(), static () => { });
    }

    /// <summary>A run of this group's actors with an observer that this group has not. The group stays as it is, and knows of the run as of one of its own.</summary>
    private ActorGroupRun StartReporting(TextWriter errors)
    {
        Interlocked.Increment(ref _activeRuns);
        var reporting = new ActorGroup(this, ActorGroupObserver.WriteTo(errors));
        foreach (var actor in this)
        {
            reporting.Add(actor);
        }

        return reporting.Start();
    }

    private void EndReporting() => Interlocked.Decrement(ref _activeRuns);
}
