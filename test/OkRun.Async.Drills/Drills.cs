namespace OkRun.Async.Drills;

/// <summary>The drills by name.</summary>
internal static class Drills
{
    public const string Healthy = "healthy";
    public const string Throws = "throws";
    public const string Hangs = "hangs";
    public const string HangsWithLimit = "hangs, with a limit";
    public const string BlocksAtOnce = "blocks before its first await";
    public const string BlocksLater = "blocks later";
    public const string PortTaken = "port taken";
    public const string HookHangs = "hook hangs";
    public const string HookThrows = "hook throws";
    public const string CallbackThrows = "token callback throws";
    public const string FlushFails = "late flush fails";
    public const string ForeignTimeout = "timeout of an HttpClient";
    public const string ToldLate = "store told late";
    public const string NeverReady = "never ready";
    public const string Returns = "returns silently";
    public const string Swallows = "swallows its cancellation";
    public const string StackOverflow = "StackOverflow";
    public const string Exit = "Environment.Exit";
    public const string FailFast = "FailFast";
    public const string LogThrows = "log writer throws";
    public const string LogBlocks = "log writer blocks";
}
