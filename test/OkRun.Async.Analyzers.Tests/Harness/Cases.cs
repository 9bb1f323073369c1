namespace OkRun.Async.Analyzers.Tests.Harness;

/// <summary>Several small programs in one text, separated by lines of three dashes.</summary>
internal static class Cases
{
    public static TheoryData<string> Of(string text, string before = "") => [.. text.ReplaceLineEndings("\n").Split("\n---\n").Select(each => before + each)];
}
