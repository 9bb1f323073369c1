using System.Diagnostics;

namespace OkRun.Async;

/// <summary>Starts and stops activities without making them current: what flows through the callers' code is theirs.</summary>
internal static class Spans
{
    public static Activity? StartRun(string group) => Start($"run {group}", default, group, null);

    public static Activity? StartActor(Activity? run, string group, Actor actor) =>
        run is null ? null : Start($"actor {actor.Name}", run.Context, group, actor);

    public static void AddEvent(Activity? activity, string name) => activity?.AddEvent(new(name));

    public static void Fail(Activity? activity, Exception exception)
    {
        activity?.AddException(exception)
            .SetTag(Attributes.ErrorType, exception.GetType().FullName)
            .SetStatus(ActivityStatusCode.Error, exception.Message);
    }

    public static void Fail(Activity? activity, string errorType, string description) =>
        activity?.SetTag(Attributes.ErrorType, errorType).SetStatus(ActivityStatusCode.Error, description);

    public static void Stop(Activity? activity)
    {
        if (activity is not null)
        {
            var current = Activity.Current;
            activity.Stop();
            Activity.Current = current;
        }
    }

    private static Activity? Start(string name, ActivityContext parent, string group, Actor? actor)
    {
        if (!Instruments.Activities.HasListeners())
        {
            return null;
        }

        var current = Activity.Current;
        var activity = Instruments.Activities.StartActivity(name, ActivityKind.Internal, parent)?.SetTag(Attributes.Group, group);
        if (actor is not null)
        {
            activity?.SetTag(Attributes.Actor, actor.Name);
        }

        Activity.Current = current;
        return activity;
    }
}
