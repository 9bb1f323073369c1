using System.Text.RegularExpressions;

namespace OkRun.Async.Tests;

/// <summary>Where actors are is told differently by different runtimes, and without symbols: for tests of what is told besides that.</summary>
internal static class Locations
{
    /// <summary>The text without the places in code.</summary>
    public static string Without(string text) =>
        Regex.Replace(text, @" \(at [^()]+\)|, at [^()]+(?=\))|(?<=\)): [A-Z][\w.]+( in [\w.]+)?(:line \d+)?(, which runs or blocks a thread)?(?=;|$)|(?<=abandoned) at [^;]+(?=;|$)", "");
}
