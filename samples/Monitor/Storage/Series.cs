namespace Monitoring;

/// <summary>The labels of a series or a target, by name, none of them empty. Equal where all of them are.</summary>
public sealed class Labels : IEquatable<Labels>
{
    private static readonly JsonSerializerOptions _readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">A label is there twice.</exception>
    public Labels(IEnumerable<KeyValuePair<string, string?>> labels)
    {
        foreach (var (name, value) in labels.Where(label => !string.IsNullOrEmpty(label.Value)))
        { _ = _values.TryAdd(name, value!) ? true : throw new InvalidDataException($"label \"{name}\" is there twice"); }
    }

    public IReadOnlyDictionary<string, string> Values => _values;
    public string Json => field ??= JsonSerializer.Serialize(_values, _readable);

    /// <summary>A label's value; a missing one is empty.</summary>
    public string this[string name] => _values.GetValueOrDefault(name, "");
    public static Labels FromJson(string json) => new(JsonSerializer.Deserialize<Dictionary<string, string?>>(json)!);
    public bool Equals(Labels? other) => other?.Json == Json;
    public override bool Equals(object? obj) => Equals(obj as Labels);
    public override int GetHashCode() => Json.GetHashCode(StringComparison.Ordinal);

    /// <summary>As in a query.</summary>
    public override string ToString() =>
        $"{this["__name__"]}{{{string.Join(", ", _values.Where(label => label.Key != "__name__").Select(label => $"{label.Key}={JsonSerializer.Serialize(label.Value, _readable)}"))}}}";
}

/// <summary>A value to be stored. One that does not take the time of its scrape has its own, in Unix milliseconds.</summary>
public readonly record struct Sample(Labels Labels, double Value, long? OwnTime = null)
{
    /// <summary>A value as Go reads it; null where it is none.</summary>
    public static double? Parse(string text) => text.ToUpperInvariant() switch
    {
        "NAN" => double.NaN,
        "INF" or "+INF" or "INFINITY" or "+INFINITY" => double.PositiveInfinity,
        "-INF" or "-INFINITY" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null,
    };
}

/// <summary>A value that was stored, as its bits, for SQLite has no NaN.</summary>
public readonly record struct Point(long Time, long Bits)
{
    /// <summary>The mark that a series has vanished: one of the many NaNs, as in Prometheus.</summary>
    public const long Stale = 0x7ff0000000000002;
    public bool IsStale => Bits == Stale;
    public double Value => BitConverter.Int64BitsToDouble(Bits);

    /// <summary>The shortest text that is the same value when it is read, as Go writes it.</summary>
    public string Text => (Value, Value.ToString("R", CultureInfo.InvariantCulture)) switch
    {
        (double.PositiveInfinity, _) => "+Inf",
        (double.NegativeInfinity, _) => "-Inf",
        var (value, text) when text.Contains('E', StringComparison.Ordinal) && Math.Abs(value) is >= 1e-6 and < 1e21 => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        var (_, text) => text.Replace('E', 'e'),
    };
}
