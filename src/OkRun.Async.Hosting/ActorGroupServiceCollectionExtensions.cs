using Microsoft.Extensions.Hosting;
using OkRun.Async;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds groups of actors to a host.</summary>
public static class ActorGroupServiceCollectionExtensions
{
    /// <summary>What a group is called that was given no name.</summary>
    public const string DefaultName = "actors";

    /// <summary>Adds a group of actors, called <see cref="DefaultName"/>, as one hosted service; see <see cref="HostedActorGroup"/>.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Adds the actors to the group, when the host starts it. What it throws fails the start.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="configure"/> is null.</exception>
    /// <exception cref="ArgumentException">There is a group of this name already.</exception>
    public static IServiceCollection AddActorGroup(this IServiceCollection services, Action<IServiceProvider, ActorGroup> configure) =>
        services.AddActorGroup(DefaultName, configure);

    /// <summary>Adds a group of actors, called <see cref="DefaultName"/>, as one hosted service; see <see cref="HostedActorGroup"/>.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Adds the actors to the group, when the host starts it. What it throws fails the start.</param>
    /// <param name="options">Sets options, when the host starts the group. What it throws fails the start.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/>, <paramref name="configure"/> or <paramref name="options"/> is null.</exception>
    /// <exception cref="ArgumentException">There is a group of this name already.</exception>
    public static IServiceCollection AddActorGroup(
        this IServiceCollection services, Action<IServiceProvider, ActorGroup> configure, Action<ActorGroupServiceOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return services.AddActorGroup(DefaultName, configure, options);
    }

    /// <summary>Adds a group of actors as one hosted service; see <see cref="HostedActorGroup"/>. A host may have several, each with a name of its own.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="name">What logs, traces, metrics and health checks call the group; the key of its <see cref="HostedActorGroup"/>.</param>
    /// <param name="configure">Adds the actors to the group, when the host starts it. What it throws fails the start.</param>
    /// <param name="options">Sets options, when the host starts the group. What it throws fails the start. Default: null, all of them keep their defaults.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/>, <paramref name="name"/> or <paramref name="configure"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space, or there is a group of this name already.</exception>
    public static IServiceCollection AddActorGroup(
        this IServiceCollection services, string name, Action<IServiceProvider, ActorGroup> configure, Action<ActorGroupServiceOptions>? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        if (services.Any(service => service.ServiceType == typeof(HostedActorGroup) && name.Equals(service.ServiceKey)))
        {
            throw new ArgumentException($"There is an actor group '{name}' already.", nameof(name));
        }

        return services
            .AddKeyedSingleton(name, (provider, _) => new HostedActorGroup(name, provider, configure, options))
            .AddSingleton(provider => provider.GetRequiredKeyedService<HostedActorGroup>(name))
            .AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<HostedActorGroup>(name));
    }
}
