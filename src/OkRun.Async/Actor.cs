using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace OkRun.Async;

/// <summary>A unit of work in an <see cref="ActorGroup"/>: what it does, how it is interrupted, what it waits for.</summary>
/// <remarks>
/// An actor is immutable and safe to share between threads. It may be in several groups, and in several runs of one group at once.
/// It holds no state of a run. It is a record so that <c>with</c> can add to the result of a factory: <c>Actor.Signals() with { After = [web] }</c>.
/// Equality is by reference: a copy made by <c>with</c> is another actor, even if nothing differs.
/// The counterpart in oklog/run is the pair of functions given to <c>Group.Add</c>.
/// </remarks>
/// <example>
/// <code>
/// Actor store = new("store", async (ready, cancellationToken) =>
/// {
///     await database.OpenAsync(cancellationToken);
///     ready();
///     await database.ServeAsync(cancellationToken);
/// });
/// Actor web = new("web", server.RunAsync) { After = [store], StopTimeout = TimeSpan.FromSeconds(10) };
/// </code>
/// </example>
[DebuggerDisplay("{Name}")]
public sealed partial record Actor
{
    /// <summary>Creates an actor that counts as ready as soon as its work has been started.</summary>
    /// <param name="name">The name of the actor in logs and messages. It need not be unique.</param>
    /// <param name="execute">
    /// The work. Its token is cancelled when the actor is told to stop. The task should end soon after that. Its end stops the group (see <see cref="OneShot"/>).
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or <paramref name="execute"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public Actor(string name, Func<CancellationToken, Task> execute)
        : this(name, Checked(execute), announcesReady: false, code: execute)
    {
    }

    /// <summary>Creates an actor that reports when it is ready.</summary>
    /// <param name="name">The name of the actor in logs and messages. It need not be unique.</param>
    /// <param name="execute">
    /// The work. It calls its first argument, <c>ready</c>, when other actors may rely on it. Calling it again, late or from any thread is harmless.
    /// Its token is cancelled when the actor is told to stop. The task should end soon after that. Its end stops the group (see <see cref="OneShot"/>).
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or <paramref name="execute"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public Actor(string name, Func<Action, CancellationToken, Task> execute)
        : this(name, Checked(execute), announcesReady: true, code: execute)
    {
    }

    private Actor(string name, Func<ActorRun, Task> execute, bool announcesReady, Delegate code)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        Execute = execute;
        AnnouncesReady = announcesReady;
        Code = code;
    }

    /// <summary>The name of the actor in logs, messages and <see cref="ToString"/>. It need not be unique.</summary>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    /// <exception cref="ArgumentException">The name is empty or white space.</exception>
    public string Name
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    }

    /// <summary>
    /// The interrupt hook, for work that a token cannot stop. It is called exactly once in a run, when the actor is told to stop, right after its token has been cancelled,
    /// even if the actor has already ended. It is never called before <c>execute</c> is about to be called.
    /// </summary>
    /// <remarks>
    /// Its arguments are the cause of the stop (null for a normal end) and a deadline: a token that is cancelled when four fifths of the actor's time limit have passed,
    /// and never without a limit. A hook that stops gracefully until the deadline and by force after it is in time.
    /// What the hook throws is a failure of the actor. In oklog/run this is the <c>interrupt</c> function.
    /// </remarks>
    /// <value>Default: null, the token alone interrupts the actor.</value>
    /// <example>
    /// A server that stops by a method of its own: gracefully while there is time, then by force.
    /// <code>
    /// Actor server = new("server", _ => listener.ServeAsync())
    /// {
    ///     Interrupt = async (cause, deadline) =>
    ///     {
    ///         listener.StopAccepting();
    ///         await Task.WhenAny(listener.Drained, Task.Delay(Timeout.Infinite, deadline));
    ///         listener.Abort();
    ///     },
    ///     StopTimeout = TimeSpan.FromSeconds(10),
    /// };
    /// </code>
    /// </example>
    public Func<Exception?, CancellationToken, Task>? Interrupt { get; init; }

    /// <summary>The actors that must be ready before this one starts, and that are told to stop only when this one is over.</summary>
    /// <value>Default: empty. The list is copied; naming an actor twice is the same as naming it once.</value>
    /// <exception cref="ArgumentNullException">The list is null.</exception>
    /// <exception cref="ArgumentException">The list holds a null.</exception>
    public IReadOnlyList<Actor> After
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Contains(null!))
            {
                throw new ArgumentException($"Actor '{Name}' comes after a null actor.", nameof(value));
            }

            field = [.. value.Distinct()];
        }
    } = [];

    /// <summary>Whether the actor has done its part when it completes without an exception. It is then ready, and the group goes on.</summary>
    /// <value>Default: false. Every end of the actor stops the group.</value>
    public bool OneShot { get; init; }

    /// <summary>Which of the actor's exceptions are a normal end once it has been told to stop, such as what a listener throws when its hook closes it.</summary>
    /// <remarks>
    /// The function may be called from any thread. If it throws, that counts as false.
    /// An <see cref="OperationCanceledException"/> need not be named. Once the actor has been told to stop, it is always a normal end.
    /// </remarks>
    /// <value>Default: null, no exception is.</value>
    /// <example>
    /// An <c>HttpListener</c> that is stopped while it waits for a request throws. After the stop, that is a normal end of this actor. Before the stop it is a failure.
    /// <code>
    /// Actor http = new("http", _ => listener.ServeAsync())
    /// {
    ///     Interrupt = (_, _) => { listener.Stop(); return Task.CompletedTask; },
    ///     ExpectedOnStop = exception => exception is HttpListenerException or ObjectDisposedException,
    /// };
    /// </code>
    /// Where any exception is a normal end after the stop, <see cref="Closing"/> is shorter.
    /// </example>
    public Func<Exception, bool>? ExpectedOnStop { get; init; }

    /// <summary>How long the actor may take to stop, from the moment it and all actors that are told with it have been told. After that the group goes on without it.</summary>
    /// <remarks>A limit on the clock of the system can pass up to 20 ms late.</remarks>
    /// <value>
    /// Default: null, the limit of the group (<see cref="ActorGroupOptions.StopTimeout"/>). <see cref="Timeout.InfiniteTimeSpan"/> is no limit, and neither is a time of more than 49 days.
    /// With <see cref="TimeSpan.Zero"/> the group waits for nothing: the hook may be called when the run is over already.
    /// </value>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative and not infinite.</exception>
    public TimeSpan? StopTimeout
    {
        get;
        init => field = value is { } limit ? TimeLimit.Checked(limit, $"The time limit of actor '{Name}'") : null;
    }

    internal Func<ActorRun, Task> Execute { get; }

    internal bool AnnouncesReady { get; }

    /// <summary>The code of the user that <see cref="Execute"/> calls.</summary>
    internal Delegate Code { get; private init; }

    internal bool HasOwnThread { get; private init; }

    /// <summary>Whether everything that its execution throws once the actor was told to stop is a normal end.</summary>
    internal bool EndsByClosing { get; private init; }

    /// <summary>Whether the other actor is this one. A copy is another actor.</summary>
    /// <param name="other">The other actor.</param>
    /// <returns>Whether both are the same instance.</returns>
    public bool Equals(Actor? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>Returns the name of the actor.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;

    /// <summary>An actor that is a run of a group.</summary>
    internal static Actor OfGroup(string name, Func<ActorRun, Task> run) => new(name, run, announcesReady: true, code: run);

    private static Func<ActorRun, Task> Checked(Func<CancellationToken, Task> execute)
    {
        ArgumentNullException.ThrowIfNull(execute);
        return run => execute(run.Token);
    }

    private static Func<ActorRun, Task> Checked(Func<Action, CancellationToken, Task> execute)
    {
        ArgumentNullException.ThrowIfNull(execute);
        return run => execute(() => run.BecomeReady(), run.Token); // not a method group: its target would be the token source itself
    }
}
