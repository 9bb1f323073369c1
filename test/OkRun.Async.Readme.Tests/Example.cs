namespace OkRun.Async.Readme.Tests;

/// <summary>A C# block of a page, and what the page says that it prints.</summary>
internal sealed record Example(string Page, string Heading, int Number, string Source)
{
    /// <summary>The runs that the page shows, one for each <c>text</c> block that follows.</summary>
    public List<Run> Runs { get; } = [];

    public string Id => $"{Page}#{Number} {Heading}";

    public bool HasTests => Source.Contains("[Fact]", StringComparison.Ordinal);

    /// <summary>Cuts a page. A text block belongs to the last program below the same heading. A comment before it, <c>&lt;!-- run … --&gt;</c>, says how the program is run.</summary>
    public static IEnumerable<Example> Of(string page, string text)
    {
        var examples = new List<Example>();
        var (heading, directive, last) = ("", "", (Example?)null);
        string? language = null;
        var lines = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (language == "csharp")
                {
                    examples.Add(last = new(page, heading, examples.Count + 1, string.Join('\n', lines)));
                }
                else if (language == "text" && last is not null)
                {
                    last.Runs.Add(new(directive, string.Join('\n', lines)));
                    directive = "";
                }

                language = language is null ? line[3..] : null;
                lines.Clear();
            }
            else if (language is not null)
            {
                lines.Add(line);
            }
            else if (line.StartsWith('#'))
            {
                (heading, last) = (line.TrimStart('#', ' '), null);
            }
            else if (line.StartsWith("<!-- run", StringComparison.Ordinal))
            {
                directive = line;
            }
        }

        return examples;
    }
}
