using System.Globalization;

namespace OkRun.Async;

/// <summary>Foreign text and times as a person may read them. Nothing in a name or a message can forge a line, or reach a terminal as a command.</summary>
internal static class Shown
{
    private const int MostOfALine = 500;

    private static readonly string[] _lineBreaks = ["\r\n", "\n", "\r"];

    /// <summary>The text on one line, with its control characters shown.</summary>
    public static string Name(string text)
    {
        foreach (var each in text)
        {
            if (IsHidden(each))
            {
                return string.Concat(text.Select(each => IsHidden(each) ? Escaped(each) : each.ToString()));
            }
        }

        return text;
    }

    /// <summary>A name in quotes.</summary>
    public static string Quoted(string name) => $"'{Name(name)}'";

    /// <summary>The lines of a text, each with its control characters shown.</summary>
    public static string[] Lines(string text) => [.. text.TrimEnd().Split(_lineBreaks, StringSplitOptions.None).Select(line => Name(line.Replace('\t', ' ')).TrimEnd())];

    /// <summary>The lines of a text as one line without a full stop, cut where it is very long.</summary>
    public static string Line(string text)
    {
        var line = string.Join(" ", Lines(text).Select(each => each.Trim()).Where(each => each.Length > 0)).TrimEnd('.');
        return line.Length <= MostOfALine ? line : line.Remove(char.IsHighSurrogate(line[MostOfALine - 1]) ? MostOfALine - 1 : MostOfALine) + "…";
    }

    /// <summary>Seconds and milliseconds, without the unit.</summary>
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A time span that need not be exact, with its unit.</summary>
    public static string Roughly(TimeSpan time) => time switch
    {
        { TotalSeconds: < 10 } => Rounded(time.TotalSeconds, "0.#", "s"),
        { TotalMinutes: < 2 } => Rounded(Math.Floor(time.TotalSeconds), "0", "s"),
        { TotalHours: < 2 } => Rounded(Math.Floor(time.TotalMinutes), "0", "min"),
        { TotalDays: < 2 } => Rounded(Math.Floor(time.TotalHours), "0", "h"),
        _ => Rounded(Math.Floor(time.TotalDays), "0", "d"),
    };

    private static string Rounded(double value, string format, string unit) => $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";

    private static string Escaped(char hidden) => hidden switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => "\\u" + ((int)hidden).ToString("x4", CultureInfo.InvariantCulture),
    };

    /// <summary>Control characters, and those that break a line or turn the direction of what follows.</summary>
    private static bool IsHidden(char each) =>
        char.IsControl(each) || each is '\u061c' or '\u200e' or '\u200f' or '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
