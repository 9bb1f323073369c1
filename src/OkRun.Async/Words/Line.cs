namespace OkRun.Async;

/// <summary>A line, and the lines that belong to it.</summary>
/// <param name="At">When, from the start of the run.</param>
/// <param name="Who">The name of an actor, or "group".</param>
/// <param name="Width">How wide the column of names is in this run.</param>
/// <param name="What">What there is to say.</param>
/// <param name="Tone">How loud it is.</param>
internal sealed record Line(TimeSpan At, string Who, int Width, string What, Tone Tone = Tone.Plain)
{
    public const int LeastWidth = 10;
    private const int MostWidth = 40;
    private const int WidthOfTime = 9;

    /// <summary>An exception whose message is written as a whole.</summary>
    public Exception? Failure { get; init; }

    /// <summary>Whether the stack of the failure is written too.</summary>
    public bool HasStack { get; init; }

    /// <summary>What follows the first line of the message of the failure.</summary>
    public string Tail { get; init; } = "";

    public static int WidthOf(string name) => Math.Max(LeastWidth, Math.Min(Shown.Name(name).Length, MostWidth));

    public string Format(string newLine)
    {
        var first = $"{Time()}  {Cut(Shown.Name(Who)).PadRight(Width)}  {What}";
        if (Failure is null)
        {
            return first;
        }

        var message = Shown.Lines(ExceptionText.Of(Failure));
        if (message.Length == 1)
        {
            message[0] = message[0].TrimEnd('.'); // more may follow
        }

        var stack = HasStack ? Shown.Lines(ExceptionText.Details(Failure)).Where(static each => each.Length > 0 && !IsOurs(each)) : [];
        return string.Join(newLine + Indent(), [first + message[0] + Tail, .. message.Skip(1), .. stack]);
    }

    /// <summary>The line before this one that says how many are missing.</summary>
    public Line OfLost(int lost) => new(At, "group", Width, lost == 1 ? "1 line is missing here" : $"{lost} lines are missing here", Tone.Warning);

    /// <summary>Whether it is a frame of the code that calls actors and hooks.</summary>
    private static bool IsOurs(string frame) => frame.TrimStart().StartsWith("at OkRun.Async.ActorRun.", StringComparison.Ordinal);

    private string Indent() => new(' ', WidthOfTime + 2 + Width + 2);

    /// <summary>Seconds in nine columns, for the next thirty years.</summary>
    private string Time()
    {
        var time = Shown.Seconds(At);
        return (time.Length <= WidthOfTime ? time : time.Remove(WidthOfTime).TrimEnd('.')).PadLeft(WidthOfTime);
    }

    /// <summary>The beginning and the end of a name that is too long for its column.</summary>
    private static string Cut(string name) => name.Length <= MostWidth ? name : $"{name.Remove(25)}…{name.Substring(name.Length - 14)}";
}

/// <summary>How loud a line is.</summary>
internal enum Tone
{
    Plain,

    /// <summary>The group stops, or waits.</summary>
    Warning,

    /// <summary>Something failed.</summary>
    Error,
}
