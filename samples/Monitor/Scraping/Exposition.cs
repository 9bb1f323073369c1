namespace Monitoring;

/// <summary>Reads the text format 0.0.4 as Prometheus 2 does, and forgives spaces around a line and in a TYPE.</summary>
public static partial class Exposition
{
    /// <summary>Adds the samples of a body to a list, each with the labels that are made of its own, up to where it throws an <see cref="InvalidDataException"/>.</summary>
    public static void Read(string body, Func<IEnumerable<KeyValuePair<string, string?>>, Labels> labelsOf, ICollection<Sample> samples)
    {
        for (var at = 0; at < body.Length;)
        {
            var line = Line().Match(body, at);
            var (name, time) = (line.Groups["name"], line.Groups["time"]);
            var (value, ownTime) = (Sample.Parse(line.Groups["value"].Value), 0L);
            if (!line.Success || (name.Success && value is null) || (time.Success && !long.TryParse(time.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out ownTime)))
            { throw new InvalidDataException($"line {body.AsSpan(0, at).Count('\n') + 1} is not in the text format: {body.AsSpan(at, Math.Min(60, body.Length - at)).ToString().Split('\n')[0]}"); }
            at += line.Length;
            if (name.Success)
            {
                var labels = line.Groups["label"].Captures.Zip(line.Groups["text"].Captures, (label, text) => KeyValuePair.Create(label.Value, (string?)Unescape(text.Value)));
                samples.Add(new(labelsOf(labels.Append(new("__name__", name.Value))), value!.Value, time.Success ? ownTime : null));
            }
        }
    }

    /// <summary>Three escapes are known, others stay as they are.</summary>
    private static string Unescape(string text) => text.Contains('\\', StringComparison.Ordinal) ? Escape().Replace(text, escape => escape.Value == @"\n" ? "\n" : escape.Value[1..]) : text;

    [GeneratedRegex(@"\\[\\""n]")] private static partial Regex Escape();

    // Each part is atomic, so that what is broken is so in linear time.
    [GeneratedRegex("""
        \G(?>[ \t]*)
        (
            \#(?![ \t]+(HELP|TYPE)[ \t])[^\n]*
        |   \#[ \t]+HELP[ \t]+[a-zA-Z_:][^\n]*
        |   \#[ \t]+TYPE[ \t]+[a-zA-Z_:][a-zA-Z0-9_:]*[ \t]+(counter|gauge|histogram|summary|untyped)
        |   (?<name>(?>[a-zA-Z_:][a-zA-Z0-9_:]*))(?>[ \t]*)
            (\{(?>[ \t]*)
                (?>(?<label>[a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"(?<text>(?>([^"\\]+|\\.)*))"[ \t]*(,[ \t]*)?)*
            \}(?>[ \t]*))?
            (?<value>(?>[^{ \t\n]+))(?>[ \t]*)(?<time>(?>[0-9]+))?
        )?
        (?>[ \t]*)(\n|\z)
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Line();
}
