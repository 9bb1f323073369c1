using System.Collections;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace OkRun.Async;

/// <summary>A set of actors that live and stop together: the first to end stops them all, everybody is waited for, and the first exception comes out of one await.</summary>
/// <remarks>
/// The laws of a group, safe for use by several threads at once. The counterpart in oklog/run is <c>run.Group</c>.
/// <list type="number">
/// <item>A group is a definition; each run is independent, takes the actors of that moment, and may follow or overlap others. <c>Add</c> throws while a run is active. An empty group's run completes at once.</item>
/// <item>Actors start in the order of <c>Add</c>, each on the thread pool (<see cref="Actor.Blocking"/>: on a thread of its own), with the caller's execution context, however soon the stop comes.</item>
/// <item>With a caller's token that is already cancelled nothing starts and no hook is called: the task is canceled with that token.</item>
/// <item>An actor with <see cref="Actor.After"/> starts when all of those are ready: started, or <c>ready()</c> called, or (one-shot) ended well.</item>
/// <item>When the run begins to stop, actors that still wait never start, and their hooks are not called.</item>
/// <item>The first end in time stops the run: a return, an exception or a cancellation; so do the caller's token and <see cref="ActorGroupRun.Stop"/>. A one-shot actor that ends well stops nothing; when every actor has ended, the run is over.</item>
/// <item>The cause is the first actor's exception, null for a normal end, or an <see cref="OperationCanceledException"/> with the caller's token.</item>
/// <item>Each started actor is told to stop on a work item of its own: its token is cancelled, then its hook is called, exactly once, also when it has ended. Every token of those told together reads as cancelled before any of their hooks is called.</item>
/// <item>An actor is told only when every started actor that comes after it is over.</item>
/// <item>The run is over when all that was started has ended: actors, hooks and callbacks of tokens.</item>
/// <item>A time limit bounds one actor, from the moment it is told: past it the actor is abandoned and named in the one <see cref="StopTimeoutException"/> of the run, and the run goes on without it.</item>
/// <item>Without an exception the task runs to completion, or is canceled if the caller's token is cancelled by then, even if something else had stopped the run. Otherwise it is faulted with all exceptions in time order, each once: await throws the first.</item>
/// <item>An exception is what <c>execute</c>, a hook or a token's callback throws, and a null task; not an <see cref="OperationCanceledException"/> once the actor was told to stop or the caller's token is cancelled, nor what <see cref="Actor.ExpectedOnStop"/> accepts once it was told.</item>
/// <item>The caller's own <c>Cancel()</c> never runs, waits for or throws from the code of actors, and what awaits a run never continues on the stack of an actor or a hook.</item>
/// <item>Nothing leaks and nothing is lost: no registration stays on the caller's token, no exception unobserved, no thread behind.</item>
/// </list>
/// </remarks>
[DebuggerDisplay("Count = {Count}")]
[SuppressMessage("Naming", "CA1710", Justification = "A group is its standard name; it enumerates so that a collection initializer compiles.")]
public sealed class ActorGroup : IReadOnlyCollection<Actor>
{
    private readonly object _lock = new();
    private readonly List<Actor> _actors = [];
    private readonly HashSet<Actor> _known = [];
    private readonly List<ActorGroupRun> _runs = [];

    /// <summary>Creates an empty group without time limit and observer.</summary>
    public ActorGroup()
        : this(new ActorGroupOptions())
    {
    }

    /// <summary>Creates an empty group.</summary>
    /// <param name="options">What holds for all its actors.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public ActorGroup(ActorGroupOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options;
        Observer = options.Observer is { } observer ? new QuietObserver(observer) : null;
    }

    /// <summary>The number of actors in the group.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _actors.Count;
            }
        }
    }

    internal ActorGroupOptions Options { get; }

    internal ActorGroupObserver? Observer { get; }

    /// <summary>Adds an actor.</summary>
    /// <param name="actor">The actor.</param>
    /// <returns>The same actor, for others to come after.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="actor"/> is null.</exception>
    /// <exception cref="ArgumentException">The actor is in the group already, or comes after one that is not.</exception>
    /// <exception cref="InvalidOperationException">A run of the group is active.</exception>
    public Actor Add(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        lock (_lock)
        {
            if (_runs.Exists(run => !run.Completion.IsCompleted))
            {
                throw new InvalidOperationException($"Actor '{actor.Name}' cannot be added while a run of the group is active.");
            }

            if (actor.After.FirstOrDefault(other => !_known.Contains(other)) is { } missing)
            {
                throw new ArgumentException($"Actor '{actor.Name}' comes after '{missing.Name}', which is not in the group before it.", nameof(actor));
            }

            if (!_known.Add(actor))
            {
                throw new ArgumentException($"Actor '{actor.Name}' is in the group already.", nameof(actor));
            }

            _actors.Add(actor);
            return actor;
        }
    }

    /// <summary>Adds an actor made of a function and an interrupt hook, named after the text of the function.</summary>
    /// <param name="execute">The work; see <see cref="Actor(string, Func{CancellationToken, Task})"/>.</param>
    /// <param name="interrupt">The interrupt hook, given the cause of the stop; see <see cref="Actor.Interrupt"/>. Default: null, none.</param>
    /// <param name="executeExpression">The actor's name, cut to its first line and 60 characters. The compiler passes the text of <paramref name="execute"/>.</param>
    /// <returns>The actor.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="execute"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="executeExpression"/> is empty or white space.</exception>
    /// <exception cref="InvalidOperationException">A run of the group is active.</exception>
    public Actor Add(
        Func<CancellationToken, Task> execute, Action<Exception?>? interrupt = null, [CallerArgumentExpression(nameof(execute))] string? executeExpression = null) =>
        Add(Named(executeExpression), execute, interrupt);

    /// <summary>Adds an actor made of a function and an asynchronous interrupt hook, named after the text of the function.</summary>
    /// <param name="execute">The work; see <see cref="Actor(string, Func{CancellationToken, Task})"/>.</param>
    /// <param name="interrupt">The interrupt hook, given the cause of the stop; see <see cref="Actor.Interrupt"/>.</param>
    /// <param name="executeExpression">The actor's name, cut to its first line and 60 characters. The compiler passes the text of <paramref name="execute"/>.</param>
    /// <returns>The actor.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="execute"/> or <paramref name="interrupt"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="executeExpression"/> is empty or white space.</exception>
    /// <exception cref="InvalidOperationException">A run of the group is active.</exception>
    public Actor Add(
        Func<CancellationToken, Task> execute, Func<Exception?, Task> interrupt, [CallerArgumentExpression(nameof(execute))] string? executeExpression = null) =>
        Add(Named(executeExpression), execute, interrupt);

    /// <summary>Adds an actor made of a function and an interrupt hook.</summary>
    /// <param name="name">The actor's name. It need not be unique.</param>
    /// <param name="execute">The work; see <see cref="Actor(string, Func{CancellationToken, Task})"/>.</param>
    /// <param name="interrupt">The interrupt hook, given the cause of the stop; see <see cref="Actor.Interrupt"/>. Default: null, none.</param>
    /// <returns>The actor.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or <paramref name="execute"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    /// <exception cref="InvalidOperationException">A run of the group is active.</exception>
    public Actor Add(string name, Func<CancellationToken, Task> execute, Action<Exception?>? interrupt = null) =>
        Add(new Actor(name, execute) { Interrupt = Actor.Hook(interrupt) });

    /// <summary>Adds an actor made of a function and an asynchronous interrupt hook.</summary>
    /// <param name="name">The actor's name. It need not be unique.</param>
    /// <param name="execute">The work; see <see cref="Actor(string, Func{CancellationToken, Task})"/>.</param>
    /// <param name="interrupt">The interrupt hook, given the cause of the stop; see <see cref="Actor.Interrupt"/>.</param>
    /// <returns>The actor.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/>, <paramref name="execute"/> or <paramref name="interrupt"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    /// <exception cref="InvalidOperationException">A run of the group is active.</exception>
    public Actor Add(string name, Func<CancellationToken, Task> execute, Func<Exception?, Task> interrupt)
    {
        ArgumentNullException.ThrowIfNull(interrupt);
        return Add(new Actor(name, execute) { Interrupt = (cause, _) => interrupt(cause) });
    }

    /// <summary>Adds an actor that calls its first argument, <c>ready</c>, when other actors may rely on it.</summary>
    /// <param name="name">The actor's name. It need not be unique.</param>
    /// <param name="execute">The work; see <see cref="Actor(string, Func{Action, CancellationToken, Task})"/>.</param>
    /// <returns>The actor.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or <paramref name="execute"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    /// <exception cref="InvalidOperationException">A run of the group is active.</exception>
    public Actor Add(string name, Func<Action, CancellationToken, Task> execute) => Add(new Actor(name, execute));

    /// <summary>Runs the actors until all of them have stopped: <see cref="Start"/>, and the run's <see cref="ActorGroupRun.Completion"/>. In oklog/run: <c>Run</c>.</summary>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>A task that ends when the run is over; the laws above say how.</returns>
    /// <exception cref="OperationCanceledException">On await: <paramref name="cancellationToken"/> stopped the run, and nobody failed.</exception>
    public Task RunAsync(CancellationToken cancellationToken = default) => StartRun(hasReader: false, cancellationToken).Completion;

    /// <summary>Starts a run and returns its handle. No code of an actor runs on the caller's thread.</summary>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>The run.</returns>
    public ActorGroupRun Start(CancellationToken cancellationToken = default) => StartRun(hasReader: true, cancellationToken);

    private ActorGroupRun StartRun(bool hasReader, CancellationToken cancellationToken)
    {
        ActorGroupRun run;
        lock (_lock)
        {
            run = new(this, _actors, isWatched: hasReader || Observer is not null, cancellationToken);
            _runs.Add(run);
        }

        run.Begin();
        return run;
    }

    /// <summary>Enumerates the actors the group holds at this moment, in the order in which they were added.</summary>
    /// <returns>An enumerator that later changes do not disturb.</returns>
    public IEnumerator<Actor> GetEnumerator()
    {
        lock (_lock)
        {
            return ((IEnumerable<Actor>)[.. _actors]).GetEnumerator();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Forget(ActorGroupRun run)
    {
        lock (_lock)
        {
            _runs.Remove(run);
        }
    }

    private string Named(string? executeExpression)
    {
        executeExpression ??= $"actor {Count + 1}"; // null from a compiler that does not know the attribute
        ArgumentException.ThrowIfNullOrWhiteSpace(executeExpression);
        var line = executeExpression.Split('\n')[0].TrimEnd();
        return line.Length <= 60 ? line : line.Substring(0, char.IsHighSurrogate(line[59]) ? 59 : 60);
    }
}
