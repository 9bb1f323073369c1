using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OkRun.Async;

namespace OrderDesk;

/// <summary>Healthy is: every actor is ready. So not before the last one is up, and no more once the first one stops.</summary>
internal static class HealthEndpoint
{
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes, ActorGroupTimeline timeline)
    {
        routes.MapGet("/healthz", () => Report(timeline.Run?.Actors ?? []));
        return routes;
    }

    private static IResult Report(IReadOnlyList<ActorStatus> actors)
    {
        var unready = actors.Where(status => status.State != ActorState.Ready).Select(status => $"{status.Actor.Name} is {status.State}").ToArray();
        return actors.Count > 0 && unready.Length == 0
            ? TypedResults.Text("ready\n")
            : TypedResults.Problem($"Not ready: {string.Join(", ", unready)}.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
