using Microsoft.Extensions.Hosting;

namespace OkRun.Async;

/// <summary>Makes actors of hosts and of hosted services.</summary>
public static class HostActorExtensions
{
    /// <summary>Creates an actor that runs a host, such as a <c>WebApplication</c>.</summary>
    /// <remarks>
    /// It is ready when the host has started, and ends when the host begins to stop, by its own Ctrl+C handling for instance, be it before it has started. Its hook stops the host, as far as it has
    /// started, in the actor's time and in the host's own, and disposes it. It fails when a <see cref="BackgroundService"/> of the host has failed, or was cancelled though the host did not tell it to
    /// stop, and when the host does not stop in its time: then the exception names the background services that still run. Several failures come in time order, each once.
    /// The host belongs to the actor, which runs once: a host that was started or disposed before is an <see cref="InvalidOperationException"/> of the actor.
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

    /// <summary>Creates an actor that runs a hosted service, named after the service's type.</summary>
    /// <param name="service">The service, not started.</param>
    /// <returns>The actor; see <see cref="AsActor(IHostedService, string)"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="service"/> is null.</exception>
    public static Actor AsActor(this IHostedService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        return service.AsActor(service.GetType().Name);
    }

    /// <summary>Creates an actor that runs a hosted service.</summary>
    /// <remarks>
    /// It is ready when the service has started. With a <see cref="BackgroundService"/> it ends when its <c>ExecuteAsync</c> does, and fails with that; any other service runs until it is told to stop.
    /// Its hook stops the service in the actor's time. The service is not disposed: it belongs to whoever made it. The actor runs once.
    /// </remarks>
    /// <param name="service">The service, not started.</param>
    /// <param name="name">What observers and exceptions call the actor.</param>
    /// <returns>The actor.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="service"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public static Actor AsActor(this IHostedService service, string name)
    {
        ArgumentNullException.ThrowIfNull(service);
        return new HostedServiceAdapter(service, name).AsActor();
    }
}
