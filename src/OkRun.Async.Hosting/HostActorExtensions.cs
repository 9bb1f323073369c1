using Microsoft.Extensions.Hosting;

namespace OkRun.Async;

/// <summary>Makes actors of hosts and of hosted services.</summary>
public static class HostActorExtensions
{
    /// <summary>Creates an actor that runs a host, such as a <c>WebApplication</c>.</summary>
    /// <remarks>
    /// It is ready when the host has started, and ends when the host begins to stop, by its own Ctrl+C handling for instance, be it before it has started. Its hook stops the host, as far as it has
    /// started, in the actor's time and in the host's own, and disposes it. It fails when a <see cref="BackgroundService"/> of the host has failed, or was cancelled though the host did not tell it to
    /// stop, when a <see cref="HostedActorGroup"/> of the host has failed, and when the host has stopped, or was given up, while background services still run: then the exception names them. Several
    /// failures come in time order, each once. Where a host is told to ignore failures (<c>BackgroundServiceExceptionBehavior.Ignore</c>), one does not end the actor: it comes out when the actor stops.
    /// An actor that never starts, because one that it comes after was not ready, neither stops nor disposes its host: whoever has built it disposes it then.
    /// The host belongs to the actor, which runs once: a host that was started or disposed before is an <see cref="InvalidOperationException"/> of the actor.
    /// </remarks>
    /// <param name="host">The host, built and not started.</param>
    /// <param name="name">What observers and exceptions call the actor.</param>
    /// <param name="after">The actors that must be ready before this one starts, and that are told to stop only when it is over; see <see cref="Actor.After"/>. Default: null, none.</param>
    /// <param name="stopTimeout">How long it may take to stop, from the moment it is told; see <see cref="Actor.StopTimeout"/>. Default: null, the group's limit.</param>
    /// <returns>The actor.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="host"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space, or <paramref name="after"/> holds a null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stopTimeout"/> is negative and not infinite.</exception>
    public static Actor AsActor(this IHost host, string name, IReadOnlyList<Actor>? after = null, TimeSpan? stopTimeout = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        return new HostAdapter(host, name).AsActor(after, stopTimeout);
    }

    /// <summary>Creates an actor that runs a hosted service.</summary>
    /// <remarks>
    /// It is ready when the service has started. With a <see cref="BackgroundService"/> it ends when its <c>ExecuteAsync</c> does, and fails with that; any other service runs until it is told to stop.
    /// Its hook stops the service in the actor's time. The service is not disposed: it belongs to whoever made it. The actor runs once.
    /// </remarks>
    /// <param name="service">The service, not started.</param>
    /// <param name="name">What observers and exceptions call the actor. Default: null, the name of the service's type.</param>
    /// <param name="after">The actors that must be ready before this one starts, and that are told to stop only when it is over; see <see cref="Actor.After"/>. Default: null, none.</param>
    /// <param name="stopTimeout">How long it may take to stop, from the moment it is told; see <see cref="Actor.StopTimeout"/>. Default: null, the group's limit.</param>
    /// <returns>The actor.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="service"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space, or <paramref name="after"/> holds a null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stopTimeout"/> is negative and not infinite.</exception>
    public static Actor AsActor(this IHostedService service, string? name = null, IReadOnlyList<Actor>? after = null, TimeSpan? stopTimeout = null)
    {
        ArgumentNullException.ThrowIfNull(service);
        return new HostedServiceAdapter(service, name ?? service.GetType().Name).AsActor(after, stopTimeout);
    }
}
