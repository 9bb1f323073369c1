using System.Text.RegularExpressions;

namespace OkRun.Async.Readme.Tests;

/// <summary>One run of a program, as a page shows it.</summary>
/// <param name="Directive">
/// How it is run: <c>arguments=…</c>; <c>exit=…</c>, the exit code, 0 by default; <c>stop="…"</c>, SIGTERM is sent when a line has ended so, with <c>|</c> between several that all must come;
/// <c>any-order</c>, the order of the lines differs from run to run.
/// </param>
/// <param name="Output">What it prints.</param>
internal sealed partial record Run(string Directive, string Output)
{
    public string[] Arguments => Value("arguments") is { } arguments ? arguments.Split(' ') : [];

    public string[] StopAfter => Value("stop") is { } lines ? lines.Split('|') : [];

    public int ExitCode => Value("exit") is { } code ? int.Parse(code, System.Globalization.CultureInfo.InvariantCulture) : 0;

    /// <summary>
    /// The lines without what differs from run to run: times, which actors were still waited for, which signal it was (a test has no Ctrl+C), and where the page says so, the order of lines and how often each came.
    /// </summary>
    public IEnumerable<string> Comparable(string output)
    {
        var lines = Waiting().Replace(Time().Replace(Moment().Replace(output, "#"), "#"), "").Replace("SIGTERM", "SIGINT", StringComparison.Ordinal).Split('\n').Select(line => line.TrimEnd());
        return Directive.Contains("any-order", StringComparison.Ordinal) ? lines.Select(line => line.Trim()).Distinct().Order(StringComparer.Ordinal) : lines;
    }

    private string? Value(string name) =>
        Regex.Match(Directive, $"{name}=(?:\"([^\"]*)\"|(\\S+))") is { Success: true } match ? match.Groups[1].Value + match.Groups[2].Value : null;

    [GeneratedRegex(@"\d+\.\d{3}(?!\d)")]
    private static partial Regex Time();

    [GeneratedRegex("(?<=starting at ).*?(?=:? \\d+ actors?|$)", RegexOptions.Multiline)]
    private static partial Regex Moment();

    [GeneratedRegex("(?<=(ended|returned) after # s.*?); waiting for .*")]
    private static partial Regex Waiting();
}
