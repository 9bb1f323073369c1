using System.Diagnostics;

namespace OkRun.Async;

/// <summary>Starts and stops activities without making them current: what flows through the callers' code is theirs.</summary>
internal static class Spans
{
    public static Activity? StartRun(string group) => Start($"run {group}", default, group, null);

    public static Activity? StartActor(Activity? run, string group, Actor actor) =>
        run is null ? null : Start($"actor {actor.Name}", run.Context, group, actor);

    public static void AddEvent(Activity? activity, string name) => activity?.AddEvent(new(name));

    /// <summary>The first failure gives a span its status; each is an event.</summary>
    public static void Fail(Activity? activity, Failure failure)
    {
        if (activity is null)
        {
            return;
        }

        if (failure.Exception is { } exception)
        {
            // The texts are given: those that the activity would ask the exception for may throw.
            activity.AddException(
                exception,
                new() { { "exception.type", failure.Type.FullName }, { "exception.message", failure.Description }, { "exception.stacktrace", Readable.Text(exception) } },
                failure.At);
        }

        if (activity.Status != ActivityStatusCode.Error)
        {
            activity.SetTag(Attributes.ErrorType, failure.Type.FullName).SetStatus(ActivityStatusCode.Error, failure.Description);
        }
    }

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
