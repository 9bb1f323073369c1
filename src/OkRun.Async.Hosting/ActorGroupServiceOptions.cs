using System.Diagnostics;

namespace OkRun.Async;

/// <summary>The options of a group of actors in a host. They are read when the host starts the group, and are not safe for use by several threads.</summary>
/// <remarks>They are named options, whose name is that of the group: <c>services.Configure&lt;ActorGroupServiceOptions&gt;("orders", configuration.GetSection("Orders"))</c>.</remarks>
[DebuggerDisplay("StopTimeout = {StopTimeout}")]
public sealed class ActorGroupServiceOptions
{
    /// <summary>How long each actor may take to stop, from the moment it is told; see <see cref="ActorGroupOptions.StopTimeout"/>. The host's own <c>ShutdownTimeout</c> holds as well.</summary>
    /// <value>Default: <see cref="Timeout.InfiniteTimeSpan"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative and not infinite, or over 4,294,967,294 ms (about 49 days).</exception>
    public TimeSpan StopTimeout
    {
        get;
        set => field = Patience.Checked(value, nameof(StopTimeout));
    } = Timeout.InfiniteTimeSpan;

    /// <summary>How long a start or a stop may take before a warning says what it waits for; see <see cref="ActorGroupLogger.WarnAfter"/>.</summary>
    /// <value>Default: 5 seconds. The warning is repeated after 15 and 60 seconds and then every minute. <see cref="Timeout.InfiniteTimeSpan"/> means never.</value>
    /// <exception cref="ArgumentOutOfRangeException">The time is zero, negative and not infinite, or over 4,294,967,294 ms (about 49 days).</exception>
    public TimeSpan WarnAfter
    {
        get;
        set => field = Patience.CheckedAndNotZero(value, nameof(WarnAfter));
    } = Patience.WarnAfter;

    /// <summary>How long the group continues to work when the host begins to stop, before the host stops any of its services. A load balancer needs this time to see that the process is not ready any more.</summary>
    /// <remarks>
    /// Its health check is unhealthy at once. The host's <c>ShutdownTimeout</c> includes this time. A group that has stopped or failed is not waited for.
    /// Several groups of a host are drained at the same time.
    /// </remarks>
    /// <value>Default: <see cref="TimeSpan.Zero"/>, the host stops its services at once.</value>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative, infinite, or over 4,294,967,294 ms (about 49 days).</exception>
    public TimeSpan DrainDelay
    {
        get;
        set => field = value >= TimeSpan.Zero ? Patience.Checked(value, nameof(DrainDelay)) : throw new ArgumentOutOfRangeException(nameof(DrainDelay), value, "DrainDelay must not be negative or infinite.");
    }

    /// <summary>Whether the group may be without actors, for instance because configuration switches them off. It is then healthy and does nothing.</summary>
    /// <value>Default: false. A group without actors fails the start of the host.</value>
    public bool AllowEmpty { get; set; }

    /// <summary>An observer that is told what happens, besides the log and the telemetry. Observers registered as services whose key is the group's name are told too.</summary>
    /// <remarks>Set in code only. Code that is generated to bind configuration leaves it out, and the time provider too.</remarks>
    /// <value>Default: null, no other observer.</value>
    public ActorGroupObserver? Observer { get; set; }

#if NET
    /// <summary>The clock of time limits, warnings and elapsed times.</summary>
    /// <value>Default: <see cref="TimeProvider.System"/>.</value>
    /// <exception cref="ArgumentNullException">The provider is null.</exception>
    public TimeProvider TimeProvider
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = TimeProvider.System;
#else
    internal TimeProvider TimeProvider { get; } = TimeProvider.System;
#endif
}
