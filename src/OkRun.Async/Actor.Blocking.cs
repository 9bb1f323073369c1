namespace OkRun.Async;

public sealed partial record Actor
{
    /// <summary>Creates an actor for work that blocks its thread. It runs on a background thread of its own, so that no other actor waits for the pool.</summary>
    /// <param name="name">The name of the actor in logs, in messages, and in a debugger as the name of the thread. It need not be unique.</param>
    /// <param name="execute">The work. It should return soon after its token has been cancelled.</param>
    /// <param name="interrupt">
    /// The interrupt hook, given the cause of the stop; see <see cref="Interrupt"/>. Default: null. It runs on the thread pool, not on the actor's thread.
    /// </param>
    /// <returns>An actor that is ready as soon as its thread runs.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> or <paramref name="execute"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public static Actor Blocking(string name, Action<CancellationToken> execute, Action<Exception?>? interrupt = null)
    {
        ArgumentNullException.ThrowIfNull(execute);
        return new(name, token => DoAsync(() => execute(token))) { HasOwnThread = true, Code = execute, Interrupt = Hook(interrupt) };
    }

    internal static Func<Exception?, CancellationToken, Task>? Hook(Action<Exception?>? interrupt) =>
        interrupt is null ? null : (cause, _) => DoAsync(() => interrupt(cause));

    private static Task DoAsync(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
