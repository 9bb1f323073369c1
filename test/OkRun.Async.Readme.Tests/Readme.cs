namespace OkRun.Async.Readme.Tests;

/// <summary>The README, cut into its fenced blocks.</summary>
internal static class Readme
{
    public const string FirstScreen = "OkRun.Async";

    public static string Text { get; } = Read();

    public static IReadOnlyList<ReadmeBlock> Blocks { get; } = Cut(Text);

    /// <summary>The headings that have a program below them, in order.</summary>
    public static IEnumerable<string> Programs => Blocks.Where(block => block.Language == "csharp").Select(block => block.Heading);

    /// <summary>The one program below a heading.</summary>
    public static string Program(string heading) => Assert.Single(Below(heading), block => block.Language == "csharp").Text;

    /// <summary>What the README says that a program prints, in the order in which it says so.</summary>
    public static string Output(string heading, int index = 0) => Below(heading).Where(block => block.Language == "text").ElementAt(index).Text;

    private static IEnumerable<ReadmeBlock> Below(string heading) => Blocks.Where(block => block.Heading == heading);

    private static List<ReadmeBlock> Cut(string text)
    {
        var blocks = new List<ReadmeBlock>();
        var heading = "";
        string? language = null;
        var lines = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            if (!line.StartsWith("```", StringComparison.Ordinal))
            {
                heading = language is null && line.StartsWith('#') ? line.TrimStart('#', ' ') : heading;
                lines.Add(line);
                continue;
            }

            if (language is not null)
            {
                blocks.Add(new(heading, language, string.Join('\n', lines)));
            }

            language = language is null ? line[3..] : null;
            lines.Clear();
        }

        return blocks;
    }

    private static string Read()
    {
        using var reader = new StreamReader(typeof(Readme).Assembly.GetManifestResourceStream("README.md")!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}

/// <summary>A fenced block, and the heading that it stands below.</summary>
internal sealed record ReadmeBlock(string Heading, string Language, string Text);
