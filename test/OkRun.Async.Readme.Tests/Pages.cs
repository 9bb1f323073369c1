namespace OkRun.Async.Readme.Tests;

/// <summary>The README and the pages of <c>docs</c>, cut into their fenced blocks. They are embedded: the paths of sources are rewritten when CI builds.</summary>
internal static class Pages
{
    public const string Readme = "README.md";

    // Pages whose blocks are fragments or are compiled elsewhere: CompilingTheDocs compiles the programs with the parts that they share.
    private static readonly string[] _elsewhere = ["docs/diagnosis.md", "docs/hosting-programs.md", "docs/page.md", "docs/scaling-out.md"];

    private static readonly Dictionary<string, string> _texts = Read();

    public static IEnumerable<string> Names => _texts.Keys.Order(StringComparer.Ordinal);

    /// <summary>Every program of every page, in order.</summary>
    public static IReadOnlyList<Example> Examples { get; } = [.. Names.Except(_elsewhere).SelectMany(page => Example.Of(page, Text(page)))];

    public static string Text(string page) => _texts[page];

    public static Example Find(string id) => Examples.Single(example => example.Id == id);

    /// <summary>Writes what a program has printed into its page, unless the page says so already.</summary>
    public static void Accept(string repository, Example example, Run run, string output)
    {
        if (run.Comparable(run.Output).SequenceEqual(run.Comparable(output)))
        {
            return;
        }

        var file = Path.Combine(repository, example.Page);
        var lines = output.Replace("SIGTERM", "SIGINT", StringComparison.Ordinal).Split('\n').Select(line => line.TrimEnd());
        File.WriteAllText(file, File.ReadAllText(file).Replace($"```text\n{run.Output}\n```", $"```text\n{string.Join('\n', lines)}\n```", StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Read()
    {
        var assembly = typeof(Pages).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.EndsWith(".md", StringComparison.Ordinal)).ToDictionary(name => name.Replace('\\', '/'), name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd().ReplaceLineEndings("\n");
        });
    }
}
