using OkRun.Async.Readme.Tests;

namespace OkRun.Async.Hosting.Tests;

/// <summary>Whatever the pages show is compiled, and the lines that they count are counted.</summary>
public class CompilingTheDocs
{
    private const string Programs = "hosting-programs.md";

    private static readonly string[] _pages = ["hosting.md", "hosting-backgroundservice.md", "hosting-windows-service.md"];

    public static TheoryData<string, int> Blocks
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var page in _pages)
            {
                for (var index = 0; index < Cut(page).Count; index++)
                {
                    data.Add(page, index);
                }
            }

            return data;
        }
    }

    public static TheoryData<string> Titles => [.. Cut(Programs).Where(block => block.Version == "OkRun.Async").Select(block => block.Title)];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Every_block_compiles_without_a_warning(string page, int index)
    {
        var compiled = new Compiled(Cut(page)[index].Text);

        Assert.Empty(compiled.Complaints);
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public void Both_versions_of_a_program_compile_and_have_the_lines_that_the_table_says(string title)
    {
        var shared = Cut(Programs).SingleOrDefault(block => block.Title == title && block.Version == "Shared")?.Text ?? "";
        string[] versions = [Program("OkRun.Async", title), Program("Generic Host", title)];

        Assert.All(versions, version => Assert.Empty(new Compiled(Joined(version, shared)).Complaints));
        Assert.Contains($"| {title} | {Lines(versions[0])} | {Lines(versions[1])} |", Text(Programs), StringComparison.Ordinal);
    }

    private static string Program(string version, string title) => Cut(Programs).Single(block => block.Title == title && block.Version == version).Text;

    /// <summary>The usings of both stand first.</summary>
    private static string Joined(string program, string shared)
    {
        var lines = $"{program}\n{shared}".Split('\n');
        return string.Join('\n', lines.Where(IsUsing).Distinct().Concat(lines.Where(line => !IsUsing(line))));
    }

    private static int Lines(string program) => program.Split('\n').Count(line => !string.IsNullOrWhiteSpace(line) && !IsUsing(line));

    private static bool IsUsing(string line) => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('=', StringComparison.Ordinal);

    private static List<Block> Cut(string page)
    {
        List<Block> blocks = [];
        var heading = "";
        string? language = null;
        List<string> lines = [];
        foreach (var line in Text(page).Split('\n'))
        {
            if (!line.StartsWith("```", StringComparison.Ordinal))
            {
                heading = language is null && line.StartsWith('#') ? line.TrimStart('#', ' ') : heading;
                lines.Add(line);
                continue;
            }

            if (language == "csharp")
            {
                var parts = heading.Split(": ");
                blocks.Add(new(parts[0], parts[^1], string.Join('\n', lines)));
            }

            language = language is null ? line[3..] : null;
            lines.Clear();
        }

        return blocks;
    }

    private static string Text(string page)
    {
        using var reader = new StreamReader(typeof(CompilingTheDocs).Assembly.GetManifestResourceStream(page)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private sealed record Block(string Version, string Title, string Text);
}
