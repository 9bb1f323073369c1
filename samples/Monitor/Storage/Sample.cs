namespace Monitoring;

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
