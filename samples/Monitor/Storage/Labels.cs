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
        {
            _ = _values.TryAdd(name, value!) ? true : throw new InvalidDataException($"label \"{name}\" is there twice");
        }
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
