using OkRun.Async;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds timelines of hosted groups.</summary>
public static class ActorGroupTimelineServiceCollectionExtensions
{
    /// <summary>Remembers when what happens in each group of the host, for <c>app.MapActorGroups</c>. May be called before or after the groups are added, and again.</summary>
    /// <param name="services">The services of the host.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IServiceCollection AddActorGroupTimelines(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.All(service => service.ServiceType != typeof(Timelines)))
        {
            services.AddSingleton(provider => new Timelines(provider));
            services.AddKeyedSingleton<ActorGroupObserver>(
                KeyedService.AnyKey, (provider, group) => provider.GetRequiredService<Timelines>().Of((string)group!));
        }

        return services;
    }
}
