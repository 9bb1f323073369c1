using Microsoft.Extensions.Logging;

namespace OkRun.Async;

/// <summary>What groups say in the log. The event ids are part of the contract: they are never changed or reused.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Group {Group}: actor {Actor} started")]
    public static partial void ActorStarted(ILogger logger, string group, string actor);

    [LoggerMessage(2, LogLevel.Information, "Group {Group}: actor {Actor} is ready")]
    public static partial void ActorReady(ILogger logger, string group, string actor);

    [LoggerMessage(3, LogLevel.Information, "Group {Group} is ready: {Actors}")]
    public static partial void GroupReady(ILogger logger, string group, string actors);

    [LoggerMessage(4, LogLevel.Information, "Group {Group} stops: actor {Actor} ended after {ElapsedMs} ms")]
    public static partial void ActorStopsGroup(ILogger logger, string group, string actor, long elapsedMs);

    [LoggerMessage(5, LogLevel.Error, "Group {Group} stops: actor {Actor} failed after {ElapsedMs} ms")]
    public static partial void FailureStopsGroup(ILogger logger, Exception exception, string group, string actor, long elapsedMs);

    [LoggerMessage(6, LogLevel.Information, "Group {Group} stops: {Reason}")]
    public static partial void GroupStops(ILogger logger, string group, string reason);

    [LoggerMessage(7, LogLevel.Debug, "Group {Group}: actor {Actor} is told to stop")]
    public static partial void ActorToldToStop(ILogger logger, string group, string actor);

    [LoggerMessage(8, LogLevel.Information, "Group {Group}: actor {Actor} ended after {ElapsedMs} ms")]
    public static partial void ActorEnded(ILogger logger, string group, string actor, long elapsedMs);

    [LoggerMessage(9, LogLevel.Error, "Group {Group}: actor {Actor} failed after {ElapsedMs} ms")]
    public static partial void ActorFailed(ILogger logger, Exception exception, string group, string actor, long elapsedMs);

    [LoggerMessage(10, LogLevel.Warning, "Group {Group} has been stopping for {ElapsedMs} ms and waits for {Actors}")]
    public static partial void StillStopping(ILogger logger, string group, long elapsedMs, string actors);

    [LoggerMessage(11, LogLevel.Error, "Group {Group}: actor {Actor} did not stop within {LimitMs} ms: abandoned")]
    public static partial void ActorAbandoned(ILogger logger, string group, string actor, long limitMs);

    [LoggerMessage(12, LogLevel.Information, "Group {Group} stopped after {ElapsedMs} ms")]
    public static partial void GroupStopped(ILogger logger, string group, long elapsedMs);

    [LoggerMessage(13, LogLevel.Error, "Group {Group} did not stop {Limit}: still running {Actors}")]
    public static partial void GroupGivenUp(ILogger logger, string group, string limit, string actors);

    [LoggerMessage(14, LogLevel.Error, "Group {Group}: the interrupt hook or a token callback of actor {Actor} failed")]
    public static partial void InterruptFailed(ILogger logger, Exception exception, string group, string actor);
}
