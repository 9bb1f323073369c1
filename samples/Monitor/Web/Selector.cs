namespace Monitoring;

/// <summary>Which series a query is about, and how far back <c>[10s]</c> of it goes; null for the last value.</summary>
public sealed partial record Selector(Func<Labels, bool> IsMatch, TimeSpan? Range)
{
    /// <summary>Reads a selector, or throws a <see cref="FormatException"/> that says why it is none.</summary>
    public static Selector Parse(string text)
    {
        var match = Form().Match(text);
        Check(match.Success, $"not a selector such as name{{label=\"value\"}}[10s]: \"{text}\"");
        var (name, labels) = (match.Groups["name"], match.Groups["label"].Captures);
        Check(!name.Success || labels.All(label => label.Value != "__name__"), "metric name must not be set twice");
        var matchers = labels.Zip(match.Groups["operation"].Captures, match.Groups["value"].Captures).Select(each => Matcher(each.First.Value, each.Second.Value, Unquote(each.Third.Value))).ToList();
        matchers.Add(series => !name.Success || series["__name__"] == name.Value);
        Check(!matchers.TrueForAll(isMatch => isMatch(new([]))), "vector selector must contain at least one non-empty matcher");
        TimeSpan? range = match.Groups["range"] is { Success: true, Value: var duration } ? Durations.TryParse(duration) ?? TimeSpan.Zero : null;
        Check(range != TimeSpan.Zero, "a range must be a duration greater than 0");
        return new(series => matchers.TrueForAll(isMatch => isMatch(series)), range);
    }

    private static Func<Labels, bool> Matcher(string label, string operation, string value)
    {
        if (operation is "=" or "!=") { return series => (series[label] == value) == (operation == "="); }
        try
        {
            // Linear in time, whatever is asked for, and without look-arounds and back references, as in Go.
            var regex = new Regex($@"\A(?:{value})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return series => regex.IsMatch(series[label]) == (operation == "=~");
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException) { throw new FormatException($"parse error: error parsing regexp: {exception.Message}", exception); }
    }

    private static string Unquote(string quoted) => quoted[0] == '`' ? quoted[1..^1] : Regex.Unescape(quoted[1..^1]);
    private static void Check(bool isGood, string flaw) => _ = isGood ? true : throw new FormatException($"parse error: {flaw}");

    // The escapes are those that Go and Regex.Unescape read alike.
    [GeneratedRegex("""
        ^\s*
        (?<name>(?!((?i)inf|nan|bool)(?![a-zA-Z0-9_:]))[a-zA-Z_:][a-zA-Z0-9_:]*)?\s*
        (\{\s*
            (
                (?<label>[a-zA-Z_][a-zA-Z0-9_]*)\s*(?<operation>=~|!~|!=|=)\s*
                (?<value>`[^`]*`
                |   "([^"\\\n]|\\([abfnrtv\\"]|x[0-7][0-9a-fA-F]|u[0-9a-fA-F]{4}|[01][0-7]{2}))*"
                |   '([^'\\\n]|\\([abfnrtv\\']|x[0-7][0-9a-fA-F]|u[0-9a-fA-F]{4}|[01][0-7]{2}))*')
                \s*(,\s*|(?=\}))
            )*
        \}\s*)?
        (\[\s*(?<range>[0-9a-z]+)\s*\]\s*)?\z
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Form();
}
