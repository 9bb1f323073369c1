using System.Globalization;
using OkRun.Async.Benchmarks.Contenders;
using OkRun.Async.Benchmarks.Peer;

namespace OkRun.Async.Benchmarks.Ratios;

/// <summary>What must be reached, and what was measured.</summary>
internal sealed class RatioTable(IReadOnlyList<Measured> measured)
{
    public IReadOnlyList<Measured> Measured => measured;

    public IEnumerable<string> Measurements() =>
    [
        "| n | contender | µs a run | ns an actor | CPU ns an actor | bytes an actor | rounds |",
        "|---:|---|---:|---:|---:|---:|---:|",
        .. measured.Where(each => !GoPeer.IsProcess(each)).Select(each => Invariant(
            $"| {each.N:N0} | {each.Contender} | {each.Nanoseconds / 1000:N1} | {each.Nanoseconds / each.N:N0} | {each.CpuNanoseconds / each.N:N0} | {each.Bytes / each.N:N0} | {each.Rounds} |")),
        "",
        "| n | whole process | µs a run | ns an actor | peak resident MB | processes |",
        "|---:|---|---:|---:|---:|---:|",
        .. measured.Where(GoPeer.IsProcess).Select(each => Invariant(
            $"| {each.N:N0} | {each.Contender} | {each.Nanoseconds / 1000:N1} | {each.Nanoseconds / each.N:N0} | {each.Bytes / 1e6:N1} | {each.Rounds} |")),
    ];

    public IEnumerable<string> Ratios()
    {
        yield return "| against | n | time | must be | | bytes (Go: peak resident memory) | must be | |";
        yield return "|---|---:|---:|---:|---|---:|---:|---|";
        foreach (var ours in measured.Where(each => each.Contender == Contender.Us.Name))
        {
            yield return Row(ours, "by hand", ours.N <= 10 ? 0.75 : 1.00, 0.85);
            yield return Row(ours, "floor", ours.N < 10 ? 2.3 : 1.75, double.NaN);
            if (ours.N >= 10 && Find("Generic Host", ours.N) is not null)
            {
                yield return Row(ours, "Generic Host", 0.25, 0.25);
            }
        }

        foreach (var ours in measured.Where(each => each.Contender == GoPeer.OurProcess))
        {
            yield return Row(ours, GoPeer.Name, 1.0, ours.N == 100_000 ? 0.5 : double.NaN);
        }

        if (Find(Contender.Us.Name, 1000) is { } few && Find(Contender.Us.Name, 100_000) is { } many)
        {
            yield return Row(
                "itself, an actor", "100,000 : 1,000", many.Nanoseconds / many.N / (few.Nanoseconds / few.N), 3, many.Bytes / many.N / (few.Bytes / few.N), 1.05);
        }

        if (Find("Generic Host", measured[0].N) is null)
        {
            yield break;
        }

        yield return "";
        var floors = measured.Where(each => each.Contender == "floor" && Find("Generic Host", each.N) is not null).Select(each =>
            Invariant($"{each.Bytes / Find("Generic Host", each.N)!.Bytes:0.00} (n = {each.N:N0})"));
        yield return $"The floor itself, bytes against the Generic Host: {string.Join(", ", floors)}.";
    }

    private static string Row(string against, string n, double time, double timeLimit, double bytes, double bytesLimit) => Invariant(
        $"| {against} | {n} | {time:0.00} | {Limit(timeLimit)} | {Verdict(time, timeLimit)} | {bytes:0.00} | {Limit(bytesLimit)} | {Verdict(bytes, bytesLimit)} |");

    private static string Limit(double limit) => double.IsNaN(limit) ? "" : Invariant($"≤ {limit:0.00}");

    private static string Verdict(double ratio, double limit) => double.IsNaN(limit) ? "" : ratio <= limit ? "PASS" : "miss";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private string Row(Measured ours, string against, double timeLimit, double bytesLimit) =>
        Find(against, ours.N) is { } other
            ? Row(against, Invariant($"{ours.N:N0}"), ours.Nanoseconds / other.Nanoseconds, timeLimit, ours.Bytes / other.Bytes, bytesLimit)
            : Invariant($"| {against} | {ours.N:N0} | not measured | | | | | |");

    private Measured? Find(string contender, int n) => measured.FirstOrDefault(each => each.Contender == contender && each.N == n);
}
