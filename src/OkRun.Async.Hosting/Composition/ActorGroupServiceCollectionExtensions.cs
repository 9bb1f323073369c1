using OkRun.Async;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds groups of actors to a host.</summary>
public static class ActorGroupServiceCollectionExtensions
{
    /// <summary>The name of a group that is added without a name.</summary>
    public const string DefaultName = "actors";

    /// <summary>Adds actors to a group, which is one hosted service of the host; see <see cref="HostedActorGroup"/>. A host may have several groups, each with a name of its own.</summary>
    /// <remarks>Called again with the same name, it adds to the same group: each module of an application can add its actors. The group starts in the place of the first call among the hosted services.</remarks>
    /// <param name="services">The services of the host.</param>
    /// <param name="name">The name of the group. Default: <see cref="DefaultName"/>.</param>
    /// <returns>A builder that adds actors to the group.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public static ActorGroupBuilder AddActorGroup(this IServiceCollection services, string name = DefaultName)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new(services, name);
    }

    /// <summary>Adds actors to the group called <see cref="DefaultName"/>, which is one hosted service of the host; see <see cref="HostedActorGroup"/>.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Adds the actors to the group, when the host starts it. If it throws, the start fails.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> or <paramref name="configure"/> is null.</exception>
    public static IServiceCollection AddActorGroup(this IServiceCollection services, Action<IServiceProvider, ActorGroup> configure) =>
        services.AddActorGroup(DefaultName, configure);

    /// <summary>Adds actors to the group called <see cref="DefaultName"/>, which is one hosted service of the host; see <see cref="HostedActorGroup"/>.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Adds the actors to the group, when the host starts it. If it throws, the start fails.</param>
    /// <param name="options">Sets options, when the host starts the group. If it throws, the start fails.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/>, <paramref name="configure"/> or <paramref name="options"/> is null.</exception>
    public static IServiceCollection AddActorGroup(
        this IServiceCollection services, Action<IServiceProvider, ActorGroup> configure, Action<ActorGroupServiceOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return services.AddActorGroup(DefaultName, configure, options);
    }

    /// <summary>Adds actors to a group, which is one hosted service of the host; see <see cref="HostedActorGroup"/>. A host may have several groups, each with a name of its own.</summary>
    /// <remarks>Called again with the same name, it adds to the same group. The group starts in the place of the first call among the hosted services.</remarks>
    /// <param name="services">The services of the host.</param>
    /// <param name="name">The name of the group in logs, traces, metrics and health checks. It is also the key of its <see cref="HostedActorGroup"/> and the name of its options.</param>
    /// <param name="configure">Adds the actors to the group, when the host starts it. If it throws, the start fails.</param>
    /// <param name="options">Sets options, when the host starts the group. If it throws, the start fails. Default: null, only what is configured elsewhere.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/>, <paramref name="name"/> or <paramref name="configure"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public static IServiceCollection AddActorGroup(
        this IServiceCollection services, string name, Action<IServiceProvider, ActorGroup> configure, Action<ActorGroupServiceOptions>? options = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        Registration.Of(services, name).Add((provider, composition) => configure(provider, composition.Group));
        return options is null ? services : services.Configure(name, options);
    }
}
