using OkRun.Async.Benchmarks.Contenders;
using OkRun.Async.Benchmarks.Ratios;

namespace OkRun.Async.Benchmarks.Also;

/// <summary>What else there is to know: the smallest group, building and running, observers, chains.</summary>
internal static class Extras
{
    public static Contender Plain { get; } = new Ours("side by side");

    public static Contender Observed { get; } = new Ours("with an observer", new Nobody());

    public static Contender Written { get; } = new Ours("with ActorGroupObserver.WriteTo", ActorGroupObserver.WriteTo(TextWriter.Null));

    public static Contender Chained { get; } = new Ours("each After the one before", chained: true);

    public static Contender Unheard { get; } = new Ours("with ActorGroupTelemetry, nobody listens", new ActorGroupTelemetry("benchmark"));

    /// <summary>To be run while there are <see cref="Listeners"/>.</summary>
    public static Contender Heard { get; } = new Ours("with ActorGroupTelemetry, spans and metrics are listened to", new ActorGroupTelemetry("benchmark"));

    /// <summary>Measures each table: its first contender is the one the others are compared with.</summary>
    public static async Task<IReadOnlyList<string>> MeasureAsync(TimeSpan budget)
    {
        List<string> lines = ["| n | | µs | bytes | time | bytes |", "|---:|---|---:|---:|---:|---:|"];
        Contender ours = new BuiltAndRun(new Ours()), byHand = new BuiltAndRun(new ByHand()), host = new BuiltAndRun(new GenericHost());
        foreach (var (n, contenders) in new (int, Contender[])[] { (1, [byHand, ours]), (10, [host, ours]), (1_000, [host, ours]), (1_000, [Plain, Observed, Written, Chained, Unheard]) })
        {
            lines.AddRange(await RowsAsync(n, contenders, budget));
        }

        using var listeners = new Listeners(); // the process's: whoever is measured beside would be heard, too
        lines.AddRange(await RowsAsync(1_000, [Plain, Heard], budget));
        return lines;
    }

    private static async Task<IEnumerable<string>> RowsAsync(int n, Contender[] contenders, TimeSpan budget)
    {
        var measured = await Sampler.MeasureAsync(contenders, n, budget, 3);
        return measured.Select(each => string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"| {n:N0} | {each.Contender} | {each.Nanoseconds / 1000:N1} | {each.Bytes:N0} | {each.Nanoseconds / measured[0].Nanoseconds:0.00} | {each.Bytes / measured[0].Bytes:0.00} |"));
    }

    private sealed class Nobody : ActorGroupObserver;
}
