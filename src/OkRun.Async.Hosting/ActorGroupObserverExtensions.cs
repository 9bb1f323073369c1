namespace OkRun.Async;

/// <summary>Combines observers.</summary>
public static class ActorGroupObserverExtensions
{
    /// <summary>Creates an observer that tells two others, one after the other. What the first one throws does not keep the second one from hearing.</summary>
    /// <param name="first">The observer that is told first.</param>
    /// <param name="second">The observer that is told next.</param>
    /// <returns>An observer as safe for use by several threads, runs and groups as those two.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="first"/> or <paramref name="second"/> is null.</exception>
    public static ActorGroupObserver And(this ActorGroupObserver first, ActorGroupObserver second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return new BothObservers(first, second);
    }
}
