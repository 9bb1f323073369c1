using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OkRun.Async.Library;

/// <summary>A library that adds its actors to a group of its program's host.</summary>
public static class Module
{
    public static IServiceCollection AddTo(IServiceCollection services, string group)
    {
        services.AddActorGroup(group)
            .AddActor<Consumer>("consumer", consumer => consumer.RunAsync)
            .AddActor(_ => new Actor("publisher", Library.UntilToldAsync) { StopTimeout = TimeSpan.FromSeconds(10) }, after: ["consumer"]);
        return services.Configure<ActorGroupServiceOptions>(group, options => options.StopTimeout = TimeSpan.FromSeconds(20));
    }

    public static ActorGroupLogger Logger(ILogger logger) => new(logger, "library") { WarnAfter = TimeSpan.FromSeconds(1) };

#pragma warning disable CA1812 // the container makes it
    private sealed class Consumer
#pragma warning restore CA1812
    {
        public Task RunAsync(Action ready, CancellationToken cancellationToken)
        {
            ready();
            return Library.UntilToldAsync(cancellationToken);
        }
    }
}
