using System.Diagnostics;

namespace OkRun.Async;

/// <summary>How far an actor has come that has not ended.</summary>
internal enum TrackedState
{
    Starting,
    Ready,
    Stopping,
    Abandoned,
}

/// <summary>An actor that has started and not ended, since when, and its activity if there is a listener.</summary>
internal readonly record struct Tracked(TrackedState State, long StartedAt, Activity? Activity);
