using System.Diagnostics;

namespace OkRun.Async;

/// <summary>The options of an <see cref="ActorGroup"/>. They are immutable, and one instance may serve several groups.</summary>
[DebuggerDisplay("StopTimeout = {StopTimeout}")]
public sealed class ActorGroupOptions
{
    /// <summary>How long each actor may take to stop, from the moment it is told, unless the actor has a limit of its own.</summary>
    /// <value>Default: <see cref="Timeout.InfiniteTimeSpan"/>, the run waits for all of its actors, as oklog/run does.</value>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative and not infinite.</exception>
    public TimeSpan StopTimeout
    {
        get;
        init => field = TimeLimit.Checked(value, "The time limit of the group");
    } = Timeout.InfiniteTimeSpan;

    /// <summary>The observer that is told what happens in the runs of the group.</summary>
    /// <value>Default: null, no observer.</value>
    public ActorGroupObserver? Observer { get; init; }

    /// <summary>
    /// A token that announces a stop, such as <c>IHostApplicationLifetime.ApplicationStopping</c>. Once it is cancelled, an actor that ends with an
    /// <see cref="OperationCanceledException"/> has ended normally, and that end does not stop the other actors. The token itself stops nothing.
    /// </summary>
    /// <value>Default: <see cref="CancellationToken.None"/>, a stop is not announced.</value>
    public CancellationToken StopAnnounced { get; init; }

#if NET8_0_OR_GREATER
    /// <summary>The clock of time limits and elapsed times. If it cannot create a timer, the actor that needs it fails and has no limit. Apart from that it must not throw.</summary>
    /// <value>Default: <see cref="TimeProvider.System"/>.</value>
    /// <exception cref="ArgumentNullException">The provider is null.</exception>
    public TimeProvider TimeProvider
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = TimeProvider.System;
#else
    internal TimeProvider TimeProvider { get; } = TimeProvider.System;
#endif
}
