namespace OkRun.Async.Analyzers;

internal static class Categories
{
    public const string Starting = "OkRun.Starting";
    public const string Stopping = "OkRun.Stopping";
    public const string Outcome = "OkRun.Outcome";
}
