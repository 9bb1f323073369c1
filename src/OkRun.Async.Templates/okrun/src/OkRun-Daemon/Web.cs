using OkRun.Async;

namespace OkRun_Daemon;

internal static class Web
{
    public static WebApplication Create(ActorGroupTimeline timeline, string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton(timeline);

        var app = builder.Build();
        app.MapGet("/healthz", () => IsReady(timeline) ? Results.Text("ready\n") : Results.Text("not ready\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        app.MapActorGroups("/actors"); // in production: .RequireAuthorization()
        return app;
    }

    private static bool IsReady(ActorGroupTimeline timeline) => timeline.Run is { } run && run.Actors.All(actor => actor.State == ActorState.Ready);
}
