namespace OkRun.Async;

public sealed partial record Actor
{
    /// <summary>Creates an actor whose work takes no <see cref="CancellationToken"/> and is stopped by closing something, such as a listener.</summary>
    /// <param name="name">The name of the actor. It need not be unique.</param>
    /// <param name="execute">The work; see <see cref="Actor(string, Func{CancellationToken, Task})"/>.</param>
    /// <param name="close">
    /// Called once when the actor is told to stop. What <paramref name="execute"/> throws after that is a normal end. What this function throws is a failure of the actor.
    /// </param>
    /// <returns>The actor.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public static Actor Closing(string name, Func<CancellationToken, Task> execute, Action close)
    {
        ArgumentNullException.ThrowIfNull(close);
        return new(name, execute) { Interrupt = Hook(_ => close()), EndsByClosing = true };
    }
}
