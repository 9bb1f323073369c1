using Microsoft.Extensions.DependencyInjection;
using OkRun.Async.Views;

namespace OkRun.Async.Page;

/// <summary>The groups on a page: of the host, and others whose timelines are services.</summary>
internal sealed class ShownGroups
{
    private readonly (ActorGroupTimeline Timeline, HostedActorGroup? Group)[] _groups;

    private ShownGroups((ActorGroupTimeline Timeline, HostedActorGroup? Group)[] groups) => _groups = groups;

    public IEnumerable<Task> Changed => _groups.Select(shown => shown.Timeline.Changed);

    public static ShownGroups Of(IServiceProvider provider)
    {
        (ActorGroupTimeline Timeline, HostedActorGroup? Group)[] groups =
        [
            .. provider.GetServices<HostedActorGroup>().Select(group => (TimelineOf(group, provider), (HostedActorGroup?)group)),
            .. provider.GetServices<ActorGroupTimeline>().Select(timeline => (timeline, (HostedActorGroup?)null)),
        ];
        if (groups.Length == 0)
        {
            throw new InvalidOperationException("There is no actor group to show. Add one with services.AddActorGroup, or add its ActorGroupTimeline to the services.");
        }

        var twice = groups.GroupBy(shown => shown.Timeline.Name).FirstOrDefault(same => same.Count() > 1);
        return twice is null ? new(groups) : throw new InvalidOperationException($"There are two timelines called '{twice.Key}': nobody could tell them apart.");
    }

    public GroupsView View(bool details)
    {
        foreach (var (timeline, group) in _groups)
        {
            timeline.Run = group is null ? timeline.Run : group.Run;
        }

        return new([.. _groups.Select(shown => shown.Timeline.View(details))]);
    }

    /// <summary>A timeline from the services, or else a new one, which must not come too late to see the start.</summary>
    private static ActorGroupTimeline TimelineOf(HostedActorGroup group, IServiceProvider provider)
    {
        if (provider.GetKeyedService<ActorGroupTimeline>(group.Name) is { } ready)
        {
            return ready;
        }

        var timeline = new ActorGroupTimeline(group.Name) { TimeProvider = provider.GetService<TimeProvider>() ?? TimeProvider.System };
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
