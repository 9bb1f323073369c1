namespace Monitoring;

/// <summary>Durations as Prometheus writes them, such as <c>1m30s</c> and <c>800ms</c>: whole numbers, large units first.</summary>
public sealed partial class Durations : IYamlTypeConverter
{
    private static readonly Dictionary<string, double> _seconds = new() { ["y"] = 31_536_000, ["w"] = 604_800, ["d"] = 86_400, ["h"] = 3600, ["m"] = 60, ["s"] = 1, ["ms"] = 0.001 };
    public static TimeSpan? TryParse(string text)
    {
        var match = Form().Match(text);
        var seconds = match.Groups["number"].Captures.Zip(match.Groups["unit"].Captures, (number, unit) => double.Parse(number.ValueSpan, CultureInfo.InvariantCulture) * _seconds[unit.Value]).Sum();
        return match.Success && seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromMilliseconds(Math.Round(seconds * 1000)) : null;
    }

    public bool Accepts(Type type) => type == typeof(TimeSpan);
    public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer) =>
        parser.Consume<Scalar>() is var scalar && scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" } ? TimeSpan.Zero : TryParse(scalar.Value)
            ?? throw new YamlException(scalar.Start, scalar.End, $"not a valid duration: \"{scalar.Value}\"");
    public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer) => throw new NotSupportedException();
    [GeneratedRegex(@"^(0|(?!\z)((?<number>[0-9]+)(?<unit>y))?((?<number>[0-9]+)(?<unit>w))?((?<number>[0-9]+)(?<unit>d))?((?<number>[0-9]+)(?<unit>h))?((?<number>[0-9]+)(?<unit>m))?((?<number>[0-9]+)(?<unit>s))?((?<number>[0-9]+)(?<unit>ms))?)\z", RegexOptions.ExplicitCapture)] private static partial Regex Form();
}
