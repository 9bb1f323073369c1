using System.Globalization;
using System.Text.RegularExpressions;

namespace OkRun.Async.Tests;

/// <summary>The taste of the repository. What it reads is embedded, for the paths of sources are rewritten when CI builds.</summary>
public partial class Conventions
{
    private static readonly (string Path, string[] Lines)[] _ours = [.. Read()];
    private static readonly (string Path, string[] Lines)[] _code = [.. _ours.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal))];

    [Fact]
    public void The_files_of_the_repository_are_seen()
    {
        Assert.Contains("README.md", _ours.Select(file => file.Path));
        Assert.Contains("src/OkRun.Async/ActorGroup.cs", _ours.Select(file => file.Path));
        Assert.Contains("test/OkRun.Async.Tests/Conventions.cs", _ours.Select(file => file.Path));
    }

    [Fact]
    public void No_file_is_long()
    {
        var tooLong = _code.Where(file => file.Lines.Length > Limit(file.Path)).Select(file => $"{file.Path}: {file.Lines.Length} lines");

        Assert.Empty(tooLong);

        static int Limit(string path) => path.StartsWith("src/", StringComparison.Ordinal) ? 200 : 250;
    }

    [Fact]
    public void Nothing_is_left_for_later_and_nothing_is_folded_away() => Assert.Empty(Matches(_code, LeftForLater()));

    [Fact]
    public void Tests_come_in_by_the_public_door() => Assert.Empty(Matches(_ours.Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal)), BackDoor()));

    [Fact]
    public void No_completion_source_runs_continuations_inline() => Assert.Empty(Matches(_code, BareCompletionSource()));

    [Fact]
    public void Every_suppression_has_its_reason() => Assert.Empty(Matches(_ours, Suppression(), butNot: Reason()));

    [Fact]
    public void No_file_knows_the_machine_or_the_registry_it_was_made_with() => Assert.Empty(Matches(_ours, Machine()));

    [Fact]
    public void Samples_are_as_short_as_the_README_says()
    {
        var lengths = _ours.ToDictionary(file => file.Path, file => file.Lines.Length);

        var claims = _ours.Single(file => file.Path == "README.md").Lines.Select(line => ShortSample().Match(line)).Where(match => match.Success).ToArray();

        Assert.NotEmpty(claims);
        Assert.All(claims, claim => Assert.InRange(lengths[$"{claim.Groups[1].Value}/Program.cs"], 1, int.Parse(claim.Groups[2].Value, CultureInfo.InvariantCulture) - 1));
    }

    /// <summary>Where the lines are that match. Short, for the runner cuts what is long.</summary>
    private static IEnumerable<string> Matches(IEnumerable<(string Path, string[] Lines)> files, Regex unwanted, Regex? butNot = null) =>
        from file in files
        from line in file.Lines.Index()
        where unwanted.IsMatch(line.Item) && butNot?.IsMatch(line.Item) != true
        select $"{file.Path}:{line.Index + 1}";

    private static IEnumerable<(string Path, string[] Lines)> Read()
    {
        var assembly = typeof(Conventions).Assembly;
        foreach (var name in assembly.GetManifestResourceNames())
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var text = reader.ReadToEnd();
            if (!text.Contains('\0', StringComparison.Ordinal))
            {
                yield return (name.Replace('\\', '/'), text.TrimEnd('\n').Split('\n'));
            }
        }
    }

    [GeneratedRegex(@"^\| `(samples/\w+)` \|.* under (\d+) lines")]
    private static partial Regex ShortSample();

    // A letter in brackets keeps a pattern from matching its own source.
    [GeneratedRegex(@"\b(TOD[O]|FIXM[E]|HAC[K]|XX[X])\b|#regio[n]")]
    private static partial Regex LeftForLater();

    [GeneratedRegex("InternalsVisible[T]o")]
    private static partial Regex BackDoor();

    [GeneratedRegex(@"new TaskCompletionSource(<.+>)?\(\)|TaskCompletionSource(<.+>)?\?? \w+ = new\(\)")]
    private static partial Regex BareCompletionSource();

    [GeneratedRegex(@"#pragma warning disabl[e]|SuppressMessag[e]\(|<NoWar[n]|severity = non[e]")]
    private static partial Regex Suppression();

    [GeneratedRegex("disable [A-Z0-9, ]+ // .|Justification = \"[^\"]|</NoWarn> <!-- .")]
    private static partial Regex Reason();

    [GeneratedRegex(@"/w[o]rk/|/hom[e]/|/roo[t]/|[A-Z]:\\User[s]|nuge[t]\.org|v3/inde[x]|artifactor[y]|pack[a]gesource")]
    private static partial Regex Machine();
}
