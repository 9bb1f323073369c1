using System.Globalization;

namespace OkRun.Async.Benchmarks.Ratios;

/// <summary>What must be reached, and what was measured.</summary>
internal sealed class RatioTable(IReadOnlyList<Measured> measured)
{
    private const string Us = "OkRun.Async";

    public IEnumerable<string> Measurements()
    {
        yield return "| n | contender | µs a run | ns an actor | bytes an actor | rounds |";
        yield return "|---:|---|---:|---:|---:|---:|";
        foreach (var each in measured)
        {
            yield return Invariant($"| {each.N:N0} | {each.Contender} | {each.Nanoseconds / 1000:N1} | {each.Nanoseconds / each.N:N0} | {each.Bytes / each.N:N0} | {each.Rounds} |");
        }
    }

    public IEnumerable<string> Ratios()
    {
        yield return "| against | n | time | must be | | bytes | must be | |";
        yield return "|---|---:|---:|---:|---|---:|---:|---|";
        foreach (var ours in measured.Where(each => each.Contender == Us))
        {
            yield return Row(ours, "by hand", ours.N <= 100 ? 0.80 : 1.00, 1.00);
            yield return Row(ours, "floor", 2.0, 1.3);
            if (ours.N >= 10)
            {
                yield return Row(ours, "Generic Host", 0.25, 0.25);
            }
        }

        if (Find(Us, 1000) is { } few && Find(Us, 100_000) is { } many)
        {
            yield return Row("growth of an actor", "1,000 to 100,000", Ratio(many.Nanoseconds / many.N, few.Nanoseconds / few.N), 3, Ratio(many.Bytes / many.N, few.Bytes / few.N), 1.05);
        }
    }

    public static string Row(string against, string n, double time, double timeLimit, double bytes, double bytesLimit) => Invariant(
        $"| {against} | {n} | {time:0.00} | ≤ {timeLimit:0.00} | {Verdict(time, timeLimit)} | {bytes:0.00} | ≤ {bytesLimit:0.00} | {Verdict(bytes, bytesLimit)} |");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Verdict(double ratio, double limit) => ratio <= limit ? "PASS" : "miss";

    private static double Ratio(double one, double other) => one / other;

    private Measured? Find(string contender, int n) => measured.FirstOrDefault(each => each.Contender == contender && each.N == n);

    private string Row(Measured ours, string against, double timeLimit, double bytesLimit) =>
        Find(against, ours.N) is { } other
            ? Row(against, ours.N.ToString("N0", CultureInfo.InvariantCulture), ours.Nanoseconds / other.Nanoseconds, timeLimit, ours.Bytes / other.Bytes, bytesLimit)
            : $"| {against} | {ours.N} | not measured | | | | | |";
}
