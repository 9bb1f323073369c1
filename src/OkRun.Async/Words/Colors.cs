namespace OkRun.Async;

/// <summary>Colours, for people at a terminal.</summary>
internal static class Colors
{
    /// <summary>Whether the writer is the standard output or error, that is a terminal which knows colours, and the user wants them (see no-color.org).</summary>
    public static bool AreSeenBy(TextWriter writer)
    {
        writer = writer is ErrorLines lines ? lines.Target : writer;
#pragma warning disable RS0030 // a question, and only about a writer that was given: nothing is written by itself
        var isTerminal = (ReferenceEquals(writer, Console.Out) && !Console.IsOutputRedirected) || (ReferenceEquals(writer, Console.Error) && !Console.IsErrorRedirected);
#pragma warning restore RS0030
        return isTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && KnowsColors();
    }

    public static string Paint(string text, Tone tone) => tone switch
    {
        Tone.Error => $"\u001b[31m{text}\u001b[0m",
        Tone.Warning => $"\u001b[33m{text}\u001b[0m",
        _ => text,
    };

    /// <summary>A Unix terminal says what it is. Of those on Windows only the new ones do.</summary>
    private static bool KnowsColors() =>
        Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } term ? term != "dumb" : Environment.GetEnvironmentVariable("WT_SESSION") is not null;
}
