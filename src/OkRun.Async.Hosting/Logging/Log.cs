using Microsoft.Extensions.Logging;

namespace OkRun.Async;

/// <summary>What groups say in the log. The event ids are part of the contract: they are never changed or reused.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Group {Group}: actor {Actor} started")]
    public static partial void ActorStarted(ILogger logger, string group, string actor);

    [LoggerMessage(2, LogLevel.Debug, "Group {Group}: actor {Actor} is ready")]
    public static partial void ActorReady(ILogger logger, string group, string actor);

    [LoggerMessage(3, LogLevel.Information, "Group {Group} is ready: {Actors}")]
    public static partial void GroupReady(ILogger logger, string group, string actors);

    [LoggerMessage(EventId = 4, Message = "Group {Group} is stopping: actor {Actor} returned after {ElapsedMs} ms")]
    public static partial void ActorStopsGroup(ILogger logger, LogLevel level, string group, string actor, long elapsedMs);

    [LoggerMessage(5, LogLevel.Error, "Group {Group} is stopping: actor {Actor} failed after {ElapsedMs} ms")]
    public static partial void FailureStopsGroup(ILogger logger, Exception exception, string group, string actor, long elapsedMs);

    [LoggerMessage(6, LogLevel.Information, "Group {Group} is stopping: {Reason}")]
    public static partial void GroupStops(ILogger logger, string group, string reason);

    [LoggerMessage(7, LogLevel.Debug, "Group {Group}: actor {Actor} is told to stop")]
    public static partial void ActorToldToStop(ILogger logger, string group, string actor);

    [LoggerMessage(EventId = 8, Message = "Group {Group}: actor {Actor} ended after {ElapsedMs} ms")]
    public static partial void ActorEnded(ILogger logger, LogLevel level, string group, string actor, long elapsedMs);

    [LoggerMessage(9, LogLevel.Error, "Group {Group}: actor {Actor} failed after {ElapsedMs} ms")]
    public static partial void ActorFailed(ILogger logger, Exception exception, string group, string actor, long elapsedMs);

    [LoggerMessage(10, LogLevel.Warning, "Group {Group} is still stopping after {ElapsedMs} ms: waiting for {Actors}")]
    public static partial void StillStopping(ILogger logger, string group, long elapsedMs, string actors);

    [LoggerMessage(11, LogLevel.Error, "Group {Group}: actor {Actor} did not stop within {LimitMs} ms: abandoned; {Running} still runs")]
    public static partial void ActorAbandoned(ILogger logger, string group, string actor, long limitMs, string running);

    [LoggerMessage(EventId = 12, Message = "Group {Group} {Outcome} after {ElapsedMs} ms: {Verdict}")]
    public static partial void GroupStopped(ILogger logger, LogLevel level, string group, string outcome, long elapsedMs, string verdict);

    [LoggerMessage(13, LogLevel.Error, "Group {Group} did not stop {Limit}: {Actors}")]
    public static partial void GroupGivenUp(ILogger logger, string group, string limit, string actors);

    [LoggerMessage(14, LogLevel.Error, "Group {Group}: the interrupt hook or a token callback of actor {Actor} failed")]
    public static partial void InterruptFailed(ILogger logger, Exception exception, string group, string actor);

    [LoggerMessage(15, LogLevel.Warning, "Group {Group} is still starting after {ElapsedMs} ms: {Actors}")]
    public static partial void StillStarting(ILogger logger, string group, long elapsedMs, string actors);

    [LoggerMessage(16, LogLevel.Information, "Group {Group} is draining for {DelayMs} ms: it is not ready any more, and its actors still run")]
    public static partial void GroupDrains(ILogger logger, string group, long delayMs);

    [LoggerMessage(17, LogLevel.Warning, "Group {Group} is degraded: {Reason}")]
    public static partial void GroupDegraded(ILogger logger, string group, string reason);

    [LoggerMessage(18, LogLevel.Information, "Group {Group} is not degraded any more: {Reason}")]
    public static partial void GroupRestored(ILogger logger, string group, string reason);

    [LoggerMessage(19, LogLevel.Critical, "Group {Group}: the process exits with code {ExitCode} while {Actors} run")]
    public static partial void ProcessExits(ILogger logger, string group, int exitCode, string actors);
}
