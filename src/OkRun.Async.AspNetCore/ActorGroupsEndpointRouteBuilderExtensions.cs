using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OkRun.Async;
using OkRun.Async.Page;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the page of actor groups.</summary>
public static class ActorGroupsEndpointRouteBuilderExtensions
{
    /// <summary>Maps a page that shows what the actors of each group do, live: groups of the host, and groups whose <see cref="ActorGroupTimeline"/> is a service.</summary>
    /// <remarks>One address, for GET and HEAD: people get a page, <c>Accept: application/json</c> gets the data, <c>Accept: text/event-stream</c> gets the data and then what changes of them, at most ten times a second, and once a second for more than 500 actors.</remarks>
    /// <param name="endpoints">The routes of the application.</param>
    /// <param name="pattern">The address, such as "/actors".</param>
    /// <param name="configure">Sets options. Default: null, all of them keep their defaults.</param>
    /// <returns>A builder of conventions such as <c>RequireAuthorization()</c>: they apply to the page and to the data.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> or <paramref name="pattern"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is empty or white space, or <see cref="ActorGroupsPageOptions.History"/> is not a path.</exception>
    /// <exception cref="InvalidOperationException">There is no group to show, two have one name, or a group of the host has been started and has no timeline; see <c>services.AddActorGroupTimelines()</c>.</exception>
    public static IEndpointConventionBuilder MapActorGroups(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Action<ActorGroupsPageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrWhiteSpace(pattern);
        var options = new ActorGroupsPageOptions();
        configure?.Invoke(options);
        var services = endpoints.ServiceProvider;
        var clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var groups = ShownGroups.Of(services);
        if (options.History is { } folder)
        {
            groups.Keep(Path.GetFullPath(folder), clock, services.GetService<ILoggerFactory>()?.CreateLogger("OkRun.Async.ActorGroup") ?? NullLogger.Instance);
        }

        var page = new ActorGroupsPage(groups, options.Details, clock, services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None);
        return endpoints.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], page.AnswerAsync).WithDisplayName("Actor groups");
    }
}
