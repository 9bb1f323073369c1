using System.Diagnostics;

namespace OkRun.Async;

/// <summary>What holds for a group of actors in a host. Not safe for use by several threads; read when the host starts the group.</summary>
[DebuggerDisplay("StopTimeout = {StopTimeout}")]
public sealed class ActorGroupServiceOptions
{
    /// <summary>How long each actor may take to stop, from the moment it is told; see <see cref="ActorGroupOptions.StopTimeout"/>. The host's own shutdown time-out holds as well.</summary>
    /// <value>Default: <see cref="Timeout.InfiniteTimeSpan"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative and not infinite, or over 4,294,967,294 ms (about 49 days).</exception>
    public TimeSpan StopTimeout
    {
        get;
        set => field = Patience.Checked(value, nameof(StopTimeout));
    } = Timeout.InfiniteTimeSpan;

    /// <summary>How long a stop may take before a warning names who is still running.</summary>
    /// <remarks>The shutdown time-out of a host cannot be seen from here: where it is shorter than 30 seconds, its default, set this to less than that, or the warning may come too late.</remarks>
    /// <value>Default: null, half of the shortest limit of an actor (its own <see cref="Actor.StopTimeout"/>, else <see cref="StopTimeout"/>; zero does not count), and 15 seconds at the most: half of the time that a host has by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative and not infinite, or over 4,294,967,294 ms (about 49 days).</exception>
    public TimeSpan? WarnAfter
    {
        get;
        set => field = value is { } time ? Patience.Checked(time, nameof(WarnAfter)) : null;
    }

    /// <summary>Who is told what happens, besides the log and the telemetry. Observers registered as services whose key is the group's name are told too.</summary>
    /// <value>Default: null, nobody else.</value>
    public ActorGroupObserver? Observer { get; set; }

    /// <summary>The clock of time limits and elapsed times.</summary>
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

    internal TimeSpan WarningTime(IEnumerable<Actor> actors) =>
        WarnAfter ?? actors.Select(actor => actor.StopTimeout ?? StopTimeout).Where(limit => limit > TimeSpan.Zero).Append(Patience.Limit).Min() / 2; // infinite is negative
}
