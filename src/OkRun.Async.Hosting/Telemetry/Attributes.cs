namespace OkRun.Async;

/// <summary>The attributes of spans and metrics, named after OpenTelemetry's conventions.</summary>
internal static class Attributes
{
    public const string Group = "okrun.group.name";
    public const string Actor = "okrun.actor.name";
    public const string State = "okrun.actor.state";
    public const string ErrorType = "error.type";

    public static string Text(TrackedState state) => state switch
    {
        TrackedState.Starting => "starting",
        TrackedState.Ready => "ready",
        TrackedState.Stopping => "stopping",
        _ => "abandoned",
    };
}
