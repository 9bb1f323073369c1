using Microsoft.Extensions.Hosting;
using OkRun.Async;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds timelines of hosted groups.</summary>
public static class ActorGroupTimelineServiceCollectionExtensions
{
    /// <summary>Gives each group that <c>AddActorGroup</c> has added so far an <see cref="ActorGroupTimeline"/>. It may be called again, when others have been added.</summary>
    /// <remarks><c>app.MapActorGroups</c> does that itself where it is called before the host starts. A host with a <c>Startup</c> class maps its routes later, when groups may be running: it needs this.</remarks>
    /// <param name="services">The services of the host.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IServiceCollection AddActorGroupTimelines(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        foreach (var name in NamesOf<HostedActorGroup>(services).Except(NamesOf<ActorGroupTimeline>(services)).ToList())
        {
            services
                .AddKeyedSingleton(name, (provider, _) => New(name, provider))
                .AddKeyedSingleton<ActorGroupObserver>(name, (provider, _) => provider.GetRequiredKeyedService<ActorGroupTimeline>(name));
        }

        return services;
    }

    /// <summary>A timeline of a group that stops with its host.</summary>
    internal static ActorGroupTimeline New(string name, IServiceProvider provider) => new(name)
    {
        TimeProvider = provider.GetService<TimeProvider>() ?? TimeProvider.System,
        HostStopping = provider.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None,
    };

    private static IEnumerable<string> NamesOf<T>(IServiceCollection services) =>
        services.Where(service => service.IsKeyedService && service.ServiceType == typeof(T)).Select(service => service.ServiceKey).OfType<string>();
}
