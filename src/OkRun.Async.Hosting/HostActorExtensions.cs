using Microsoft.Extensions.Hosting;

namespace OkRun.Async;

/// <summary>Makes actors of hosts and of hosted services.</summary>
/// <remarks>An actor is a record: <c>app.AsActor("web") with { After = [store], StopTimeout = TimeSpan.FromSeconds(10) }</c> gives it an order and a time limit. Safe for use by several threads.</remarks>
public static class HostActorExtensions
{
    /// <summary>Creates an actor that runs a host, such as a <c>WebApplication</c>.</summary>
    /// <remarks>
    /// It is ready when the host has started, and ends when the host begins to stop, by its own Ctrl+C handling for instance, be it before it has started. Its hook stops the host, as far as it has
    /// started, in the actor's time and in the host's own, and disposes it. It fails when a <see cref="BackgroundService"/> of the host has failed, or was cancelled though the host did not tell it to
    /// stop, when a <see cref="HostedActorGroup"/> of the host has failed, and when the host has stopped, or was given up, while background services still run: then the exception names them. Several
    /// failures come in time order, each once. Where a host is told to ignore failures (<c>BackgroundServiceExceptionBehavior.Ignore</c>), one does not end the actor: it comes out when the actor stops.
    /// An actor that never starts, because one that it comes after was not ready, neither stops nor disposes its host: whoever has built it disposes it then.
    /// The host belongs to the actor, which runs once: a host that was started or disposed before is an <see cref="InvalidOperationException"/> of the actor. A second run does not touch the host.
    /// </remarks>
    /// <param name="host">The host, built and not started.</param>
    /// <param name="name">What observers and exceptions call the actor.</param>
    /// <returns>The actor.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="host"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public static Actor AsActor(this IHost host, string name)
    {
        ArgumentNullException.ThrowIfNull(host);
        return new HostAdapter(host, name).AsActor();
    }

    /// <summary>Creates an actor that runs a hosted service.</summary>
    /// <remarks>
    /// It is ready when the service has started. With a <see cref="BackgroundService"/> it ends when its <c>ExecuteAsync</c> does, and fails with that; any other service runs until it is told to stop.
    /// The token that the service is started with is cancelled when the start is given up, and never after the start is over, as in a host. The actor's hook stops the service in the actor's time;
    /// a service with several steps to stop (<see cref="IHostedLifecycleService"/>) goes through all of them even if one throws. The service is not disposed: it belongs to whoever made it. The actor runs once: a second run fails with an <see cref="InvalidOperationException"/>, and does not touch the service.
    /// </remarks>
    /// <param name="service">The service, not started.</param>
    /// <param name="name">What observers and exceptions call the actor. Default: null, the name of the service's type.</param>
    /// <returns>The actor.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="service"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public static Actor AsActor(this IHostedService service, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(service);
        return new HostedServiceAdapter(service, name ?? service.GetType().Name).AsActor();
    }
}
