using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OkRun.Async.History;
using OkRun.Async.Views;

namespace OkRun.Async.Page;

/// <summary>The groups on a page: of the host, and others whose timelines are services.</summary>
internal sealed class ShownGroups
{
    private readonly ActorGroupTimeline[] _timelines;

    private ShownGroups(ActorGroupTimeline[] timelines) => _timelines = timelines;

    public IEnumerable<Task> Changed => _timelines.Select(timeline => timeline.Changed);

    public static ShownGroups Of(IServiceProvider provider)
    {
        ActorGroupTimeline[] timelines =
        [
            .. provider.GetServices<HostedActorGroup>().Select(group => TimelineOf(group, provider)),
            .. provider.GetServices<ActorGroupTimeline>(),
        ];
        if (timelines.Length == 0)
        {
            throw new InvalidOperationException("There is no actor group to show. Add one with services.AddActorGroup, or add its ActorGroupTimeline to the services.");
        }

        var twice = timelines.GroupBy(timeline => timeline.Name).FirstOrDefault(same => same.Count() > 1);
        return twice is null ? new(timelines) : throw new InvalidOperationException($"There are two timelines called '{twice.Key}': the page could not tell them apart.");
    }

    public GroupsView View(bool details) => new([.. _timelines.Select(timeline => timeline.View(details))]);

    /// <summary>An earlier run; null if there is none of that number.</summary>
    public Task<GroupView?> FindAsync(string? group, int number, bool details) =>
        Array.Find(_timelines, timeline => timeline.Name == group)?.History?.FindAsync(number, details) ?? Task.FromResult<GroupView?>(null);

    /// <summary>Keeps the runs of all groups in a folder.</summary>
    public void Keep(string folder, TimeProvider clock, ILogger logger)
    {
        foreach (var timeline in _timelines)
        {
            timeline.Keep(folder, clock, exception => Log.HistoryFailed(logger, exception, timeline.Name, folder));
        }
    }

    /// <summary>A timeline from the services, or else a new one, which must not come too late to see the start.</summary>
    private static ActorGroupTimeline TimelineOf(HostedActorGroup group, IServiceProvider provider)
    {
        if (provider.GetKeyedService<ActorGroupTimeline>(group.Name) is { } ready)
        {
            return ready;
        }

        var timeline = ActorGroupTimelineServiceCollectionExtensions.New(group.Name, provider);
        try
        {
            group.Observe(timeline);
            return timeline;
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException(
                $"The page is mapped after the start of the actor group '{group.Name}'. Map it before, or call services.AddActorGroupTimelines() after services.AddActorGroup.", exception);
        }
    }
}
