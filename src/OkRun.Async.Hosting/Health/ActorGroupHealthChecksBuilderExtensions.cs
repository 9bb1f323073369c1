using Microsoft.Extensions.Diagnostics.HealthChecks;
using OkRun.Async;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds health checks of groups of actors.</summary>
public static class ActorGroupHealthChecksBuilderExtensions
{
    /// <summary>Adds a health check of a group of the host. It is healthy while every actor is ready or has done its part. It is unhealthy before that, once the group or the host stops, and when the group has failed. It is degraded while a report of <see cref="HostedActorGroup.ReportDegraded"/> holds.</summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="group">The name of the group, and of the check. Default: the group without a name of its own.</param>
    /// <param name="failureStatus">What to report when the group is not up. Default: null, <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to filter checks by, such as "ready". Default: null, none.</param>
    /// <param name="degradedStatus">What to report while the group is degraded. Default: <see cref="HealthStatus.Degraded"/>, which ASP.NET Core answers with status code 200 by default. With <see cref="HealthStatus.Unhealthy"/>, requests are kept away.</param>
    /// <returns>The health checks. A check of a group that does not exist fails with an exception that names it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="group"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="group"/> is empty or white space.</exception>
    public static IHealthChecksBuilder AddActorGroup(
        this IHealthChecksBuilder builder,
        string group = ActorGroupServiceCollectionExtensions.DefaultName,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        HealthStatus degradedStatus = HealthStatus.Degraded)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(group);
        return builder.Add(new(group, provider => new ActorGroupHealthCheck(Find(provider, group), degradedStatus), failureStatus, tags));
    }

    private static HostedActorGroup Find(IServiceProvider provider, string group) => provider.GetKeyedService<HostedActorGroup>(group)
        ?? throw new InvalidOperationException($"There is no actor group '{group}'. Add it with services.AddActorGroup.");
}
