using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OkRun.Async.Drills;

/// <summary>The shop as the whole of a program, with its page in the actor "web".</summary>
internal static class Bare
{
    public static async Task<int> RunAsync(Drill drill)
    {
        var timeline = new ActorGroupTimeline("shop");
        var observer = ActorGroupObserver.WriteTo(drill.Log ?? Console.Error, [Drill.Heartbeat]).And(timeline);
        var group = new ActorGroup(new() { Observer = observer, StopTimeout = drill.StopTimeout });
        foreach (var actor in Shop.Actors(drill, (ready, token) => ServeAsync(drill, timeline, ready, token)))
        {
            group.Add(actor);
        }

        return await group.RunMainAsync(errors: Console.Error);
    }

    private static async Task ServeAsync(Drill drill, ActorGroupTimeline timeline, Action ready, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(drill.Url());
        builder.Logging.SetMinimumLevel(LogLevel.None); // the observer of the group tells what matters
        builder.Services.AddSingleton(timeline);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Services.AddSingleton<IHostLifetime>(new NoLifetime());
        await using var app = builder.Build();
        app.MapActorGroups("/", options => (options.Details, options.History) = (true, drill.History));
        await app.StartAsync(cancellationToken);
        Drill.Announce(app.Urls.First());
        ready();
        await app.WaitForShutdownAsync(cancellationToken);
    }

    /// <summary>Signals are the group's.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
