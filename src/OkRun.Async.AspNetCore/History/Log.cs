using Microsoft.Extensions.Logging;

namespace OkRun.Async.History;

internal static partial class Log
{
    [LoggerMessage(EventId = 30, EventName = "HistoryFailed", Level = LogLevel.Warning, Message = "The history of the actor group {Group} cannot be written or read in {Folder}")]
    public static partial void HistoryFailed(ILogger logger, Exception exception, string group, string folder);
}
