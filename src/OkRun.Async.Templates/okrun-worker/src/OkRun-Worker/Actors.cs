using Microsoft.Extensions.DependencyInjection;
using OkRun.Async;

namespace OkRun_Worker;

public static class Actors
{
    /// <summary>Adds all actors of the worker. A test gives another place to save to, and another clock.</summary>
    public static void AddActors(this IServiceCollection services, Func<string, Task> save, TimeProvider clock)
    {
        services.AddSingleton(clock);
        services.AddSingleton(new Store(save));
        services.Configure<ActorGroupServiceOptions>("actors", options => options.StopTimeout = TimeSpan.FromSeconds(20));
        services.AddActorGroup("actors")
            .AddActor<Store>("store", store => store.RunAsync)
            .AddActor<Cron>("cron", cron => cron.RunAsync, after: ["store"]);
        services.AddHealthChecks().AddActorGroup("actors");
    }
}
