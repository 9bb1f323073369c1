using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace OkRun.Async;

/// <summary>The timelines of hosted groups, by name: made when the host starts them, or by the page if it is first.</summary>
internal sealed class Timelines(IServiceProvider provider)
{
    private readonly ConcurrentDictionary<string, ActorGroupTimeline> _timelines = new();

    public ActorGroupTimeline Of(string group) =>
        _timelines.GetOrAdd(group, name => new(name) { TimeProvider = provider.GetService<TimeProvider>() ?? TimeProvider.System });
}
