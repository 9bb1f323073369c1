using System.Globalization;

namespace OkRun.Async.Replicas.Drills;

/// <summary>What a drill has shown.</summary>
/// <param name="Drill">The drill.</param>
/// <param name="TakeOver">From the deed to the next leader; null if none came.</param>
/// <param name="Stopped">From the deed until the old leader had stopped; null if it did not say so, because it was killed or frozen.</param>
/// <param name="Two">For how long two led at once, frozen ones left out.</param>
/// <param name="Even">From the deed until the partitions were even again; null if they were not.</param>
/// <param name="Sessions">The most sessions for locks that a replica had, afterwards.</param>
/// <param name="Faults">What it should not have shown.</param>
internal sealed record Result(Drill Drill, TimeSpan? TakeOver, TimeSpan? Stopped, TimeSpan Two, TimeSpan? Even, long Sessions, IReadOnlyList<string> Faults)
{
    public const string Head = "| the leader's end | next leader after | old leader stopped after | two leaders for | partitions even after | sessions for locks, at most |\n|---|---|---|---|---|---|";

    public string Row => $"| {Drill.Name} | {Text(TakeOver)} | {Text(Stopped, "says nothing")} | {(Two > TimeSpan.Zero ? Text(Two) : "never")} | {Text(Even, "-")} | {Sessions} |";

    private static string Text(TimeSpan? time, string none = "did not come") => time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalSeconds:F1} s") : none;
}
