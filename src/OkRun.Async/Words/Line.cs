namespace OkRun.Async;

/// <summary>What is to be written of one event. Exceptions in it are read when it is written, not on the stack of the run.</summary>
/// <param name="At">When, from the start of the run.</param>
/// <param name="Who">The name of an actor, or "group".</param>
/// <param name="Width">How wide the column of names is in this run.</param>
/// <param name="What">A text, an exception (on one line), a function that returns a text, or an array of these.</param>
/// <param name="Tone">How loud it is.</param>
internal readonly record struct Line(TimeSpan At, string Who, int Width, object What, Tone Tone = Tone.Plain)
{
    public const int LeastWidth = 10;
    private const int MostWidth = 40;
    private const int WidthOfTime = 9;

    /// <summary>An exception whose message is written as a whole, the lines after the first indented.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Whether the stack of the failure is written too.</summary>
    public bool HasStack { get; init; }

    /// <summary>What follows the first line of the message.</summary>
    public string Tail { get; init; } = "";

    /// <summary>How many lines before this one were lost.</summary>
    public int Lost { get; init; }

    public static int WidthOf(string name) => Math.Max(LeastWidth, Math.Min(name.Length, MostWidth));

    /// <summary>The line, and the lines that belong to it.</summary>
    public string Format(string newLine)
    {
        var lines = Failure is null ? [] : Shown.Lines(ExceptionText.Of(Failure));
        if (lines.Length == 1)
        {
            lines[0] = lines[0].TrimEnd('.'); // a sentence of its own would end here
        }

        var first = Column() + Text(What) + (lines.Length > 0 ? lines[0] : "") + Tail;
        string[] rest = [.. lines.Skip(1), .. HasStack ? Shown.Lines(ExceptionText.Details(Failure!)).Where(each => each.Length > 0) : []];
        var separator = newLine + Indent();
        return string.Join(separator, [first, .. rest]);
    }

    /// <summary>The line that says how many are missing.</summary>
    public Line OfLost() => new(At, "group", Width, Lost == 1 ? "1 line is missing here" : $"{Lost} lines are missing here", Tone.Loud);

    private string Column() => $"{Time(At)}  {Cut(Shown.Name(Who)).PadRight(Width)}  ";

    private string Indent() => new(' ', WidthOfTime + 2 + Width + 2 + 2);

    /// <summary>Seconds in nine columns, for the next thirty years.</summary>
    private static string Time(TimeSpan at)
    {
        var time = Shown.Seconds(at);
        return (time.Length <= WidthOfTime ? time : time.Remove(WidthOfTime).TrimEnd('.')).PadLeft(WidthOfTime);
    }

    /// <summary>The beginning and the end of a name that is too long for its column.</summary>
    private static string Cut(string name) => name.Length <= MostWidth ? name : $"{name.Remove(25)}…{name.Substring(name.Length - 14)}";

    private static string Text(object what) => what switch
    {
        string text => text,
        Exception exception => Shown.Line(ExceptionText.Of(exception)),
        Func<string> text => text(),
        _ => string.Concat(((object[])what).Select(Text)),
    };
}

/// <summary>How loud a line is.</summary>
internal enum Tone
{
    Plain,

    /// <summary>Not to be lost before plain lines.</summary>
    Loud,

    /// <summary>The group stops, or somebody is waited for.</summary>
    Warning,

    /// <summary>Something failed.</summary>
    Error,
}
