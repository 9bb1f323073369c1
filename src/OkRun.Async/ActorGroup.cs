using System.Collections;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace OkRun.Async;

/// <summary>A set of actors that live and stop together: the first one to end stops all of them, the group waits for all of them, and the first exception comes out of one await.</summary>
/// <remarks>
/// Safe for use by several threads at once. The counterpart in oklog/run is <c>run.Group</c>. The laws of a group:
/// <list type="number">
/// <item>A group is a definition. Each run is independent, and runs may overlap. <c>Add</c> throws while a run is active. The run of an empty group completes at once.</item>
/// <item>Actors start in the order of <c>Add</c>, each on the thread pool (<see cref="Actor.Blocking"/>: on its own thread), with the caller's execution context. What the pool does not begin in time gets a thread of its own: no actor delays another, however many block their threads.</item>
/// <item>With a caller's token that is already cancelled nothing starts and no hook is called. The task is canceled with that token.</item>
/// <item>An actor with <see cref="Actor.After"/> starts when all of those are ready: started, or <c>ready()</c> called, or (one-shot) completed without an exception.</item>
/// <item>When the run begins to stop, actors that still wait never start, and their hooks are not called.</item>
/// <item>The first actor to end, in time, stops the run: it returned, threw, or was cancelled. So do the caller's token and <see cref="ActorGroupRun.Stop()"/>. A one-shot actor that completes without an exception stops nothing. When every actor has ended, the run is over.</item>
/// <item>The cause is the exception of that first actor, null after a normal return, or an <see cref="OperationCanceledException"/> with the caller's token.</item>
/// <item>Each started actor is told to stop: its token is cancelled, then its hook is called, exactly once, even if the actor has ended. Of the actors told together every token reads as cancelled before any hook is called.</item>
/// <item>An actor is told to stop only when every started actor that comes after it is over.</item>
/// <item>The run is over when everything that was started has ended: actors, hooks and token callbacks.</item>
/// <item>A time limit bounds one actor from the moment it is told. Its hook's deadline is cancelled after four fifths of the limit. At the limit the actor is abandoned and named in the run's <see cref="StopTimeoutException"/>, and the run goes on without it.</item>
/// <item>Without an exception the task runs to completion, or is canceled if the caller's token is cancelled. Otherwise it is faulted with all exceptions in time order, each once. Await throws the first.</item>
/// <item>An exception is what <c>execute</c>, a hook or a token callback throws, and a null task. It is not an <see cref="OperationCanceledException"/> once the actor was told to stop or the caller's token is cancelled, nor what <see cref="Actor.ExpectedOnStop"/> accepts once the actor was told.</item>
/// <item>The caller's own <c>Cancel()</c> never runs, waits for or throws from code of actors. What awaits a run never continues on the stack of an actor or a hook.</item>
/// <item>Nothing leaks and nothing is lost: no registration on the caller's token, no unobserved exception, no thread. A token that is kept does not keep the run.</item>
/// <item>An observer is told of one event at a time, in order. Its exceptions are ignored, and what it sets in its execution context reaches no actor.</item>
/// </list>
/// </remarks>
/// <example>
/// <code>
/// await new ActorGroup
/// {
///     { "worker", worker.RunAsync },
///     { "listener", cancellationToken => listener.AcceptLoopAsync(), _ => listener.Stop() },
///     Actor.Signals(),
/// }.RunAsync();
/// </code>
/// </example>
[DebuggerDisplay("Count = {Count}")]
[SuppressMessage("Naming", "CA1710", Justification = "A group is its standard name; it enumerates so that a collection initializer compiles.")]
public sealed partial class ActorGroup : IReadOnlyCollection<Actor>
{
    private readonly object _lock = new();
    private readonly List<Actor> _actors = []; // does not change while a run is active
    private readonly Dictionary<Actor, int> _indexOf = [];
    private Dependencies? _dependencies;
    private bool _areDependenciesKnown;
    private int _activeRuns;
    private Task? _completing; // of a run that is no longer counted, and may not have completed yet
    private HashSet<Task>? _othersCompleting; // of more such runs, where several end at the same time

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
        Observer = options.Observer is { } observer ? new SafeObserver(observer) : null;
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
            if (Volatile.Read(ref _activeRuns) > 0 || IsOpen(Volatile.Read(ref _completing)) || _othersCompleting?.Any(IsOpen) == true)
            {
                throw new InvalidOperationException($"Actor '{actor.Name}' cannot be added while a run of the group is active.");
            }

            if (actor.After.FirstOrDefault(other => !_indexOf.ContainsKey(other)) is { } missing)
            {
                throw new ArgumentException($"Actor '{actor.Name}' comes after '{missing.Name}', which is not in the group before it.", nameof(actor));
            }

            if (_indexOf.ContainsKey(actor))
            {
                throw new ArgumentException($"Actor '{actor.Name}' is in the group already.", nameof(actor));
            }

            _indexOf.Add(actor, _actors.Count);
            _actors.Add(actor);
            _areDependenciesKnown = false;
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

    private string Named(string? executeExpression)
    {
        executeExpression ??= $"actor {Count + 1}"; // null from a compiler that does not know the attribute
        ArgumentException.ThrowIfNullOrWhiteSpace(executeExpression);
        var line = executeExpression.Split('\n')[0].TrimEnd();
        return line.Length <= 60 ? line : line.Substring(0, char.IsHighSurrogate(line[59]) ? 59 : 60);
    }
}
