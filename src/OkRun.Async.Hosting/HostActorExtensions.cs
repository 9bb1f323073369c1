using Microsoft.Extensions.Hosting;

namespace OkRun.Async;

/// <summary>Makes actors of hosts and of hosted services.</summary>
/// <remarks>An actor is a record: <c>app.AsActor("web") with { After = [store], StopTimeout = TimeSpan.FromSeconds(10) }</c> gives it an order and a time limit. Safe for use by several threads.</remarks>
public static class HostActorExtensions
{
    /// <summary>Creates an actor that runs a host, such as a <c>WebApplication</c>.</summary>
    /// <remarks>
    /// The actor is ready when the host has started. It ends when the host begins to stop, for instance by its own Ctrl+C handling, even before the host has started. Its hook stops the host and disposes it,
    /// within the time of the actor and that of the host.
    /// The actor fails when a <see cref="BackgroundService"/> of the host has failed, or was cancelled before the host told it to stop. It fails when a <see cref="HostedActorGroup"/> of the host has failed.
    /// It also fails when background services still run after the host has stopped. The exception then names them. Several failures come in time order, each once.
    /// If the host ignores failures of services (<c>BackgroundServiceExceptionBehavior.Ignore</c>), a failure does not end the actor, and comes out when the actor stops.
    /// An actor that never starts, because an actor that it comes after was not ready, neither stops nor disposes its host. The code that built the host must dispose it then.
    /// The host belongs to the actor, which runs once. A host that was started or disposed before is an <see cref="InvalidOperationException"/> of the actor. A second run does not touch the host.
    /// </remarks>
    /// <param name="host">The host, built and not started.</param>
    /// <param name="name">The name of the actor in logs and messages.</param>
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
    /// The actor is ready when the service has started. The actor of a <see cref="BackgroundService"/> ends when <c>ExecuteAsync</c> does, and fails with its exception. Any other service runs until it is told to stop.
    /// As in a host, the token that the service is started with is cancelled when the start is given up, and never after the start is over. The actor's hook stops the service, within the time of the actor.
    /// All steps of an <see cref="IHostedLifecycleService"/> are carried out, even if one throws. The service is not disposed, because it belongs to the code that created it. The actor runs once. A second run fails with an <see cref="InvalidOperationException"/>, and does not touch the service.
    /// </remarks>
    /// <param name="service">The service, not started.</param>
    /// <param name="name">The name of the actor in logs and messages. Default: null, the name of the service's type.</param>
    /// <returns>The actor.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="service"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public static Actor AsActor(this IHostedService service, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(service);
        return new HostedServiceAdapter(service, name ?? service.GetType().Name).AsActor();
    }
}
