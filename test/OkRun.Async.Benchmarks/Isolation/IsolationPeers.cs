using System.Globalization;
using OkRun.Async.Benchmarks.Peer;

namespace OkRun.Async.Benchmarks.Isolation;

/// <summary>The isolation table for ours and for what a user could pick instead.</summary>
internal static class IsolationPeers
{
    private const int TokenCallbacks = 3;
    private const int AtATime = 12;

    private static readonly string[] _remarks =
    [
        "- `> 20`: not over after 20 s. In the last row that includes an actor that has not started by then. `–`: it has no counterpart.",
        "- By hand and in Go the stop is an actor, added first, that returns. By hand its end does not go through the pool, which is the best case.",
        "- The Generic Host has its default options: services start and stop one after another. A hook is an override of `StopAsync`, and the limit is `HostOptions.ShutdownTimeout`.",
        "  A host stops the last service first, so there the innocent hook is added first.",
        "- In Go what blocks is a goroutine, a hook is the interrupt of an actor, and there is no limit.",
    ];

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _glance = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _start = TimeSpan.FromSeconds(2); // what a process may need before its clock runs, while others start as well

    /// <summary>
    /// Plays each cell in a fresh process, one after the other. What is not over at a glance only waits, for a thread of the pool or for ever: that is played again,
    /// many at a time, until it is over the limit.
    /// </summary>
    public static async Task<IReadOnlyList<string>> MeasureAsync()
    {
        var contenders = await ContendersAsync();
        List<Cell> cells = [.. from row in Enumerable.Range(0, Rows.All.Count) from contender in contenders from blockers in IsolationTable.Blockers select new Cell(row, contender, blockers)];
        List<Cell> playable = [.. cells.Where(cell => cell.Contender.Plays(cell.Row))];
        foreach (var cell in playable)
        {
            await cell.PlayAsync(_glance);
        }

        var slow = playable.Where(cell => double.IsPositiveInfinity(cell.Seconds!.Value));
        await Parallel.ForEachAsync(slow.ToList(), new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (cell, _) => await cell.PlayAsync(_limit + _start));
        return
        [
            $"| seconds | | {string.Join(" | ", IsolationTable.Blockers.Select(blockers => $"K = {blockers}"))} |",
            $"|---|---|{string.Concat(IsolationTable.Blockers.Select(_ => "---:|"))}",
            .. cells.GroupBy(cell => (cell.Row, cell.Contender)).Select(line => $"| {Rows.All[line.Key.Row].Name} | {line.Key.Contender.Name} | {string.Join(" | ", line)} |"),
            "",
            .. _remarks,
        ];
    }

    /// <summary>Plays a row of a peer in this process.</summary>
    public static void PlayHere(int row, int blockers, string contender) => IsolationTable.PlayHere(Peer(contender).All[row]!, blockers);

    private static PeerRows Peer(string contender) => contender switch
    {
        "by-hand" => new ByHandRows(),
        "host" => new HostRows(),
        _ => throw new ArgumentException($"There is no {contender}.", nameof(contender)),
    };

    private static async Task<IReadOnlyList<Contender>> ContendersAsync()
    {
        List<Contender> contenders = [new("OkRun.Async", Environment.ProcessPath!, ["isolation-row"], [], _ => true)];
        foreach (var (name, key) in new[] { ("by hand", "by-hand"), ("Generic Host", "host") })
        {
            var rows = Peer(key).All;
            contenders.Add(new(name, Environment.ProcessPath!, ["isolation-row"], [key], row => rows[row] is not null));
        }

        if (await GoPeer.BuildAsync("isolation") is { } program)
        {
            contenders.Add(new(GoPeer.Name, program, [], [], row => row != TokenCallbacks));
        }

        return contenders;
    }

    private sealed record Contender(string Name, string Program, string[] Before, string[] After, Func<int, bool> Plays);

    private sealed class Cell(int row, Contender contender, int blockers)
    {
        public int Row => row;

        public Contender Contender => contender;

        /// <summary>Infinite if it was not over in time, null if it was not played.</summary>
        public double? Seconds { get; private set; }

        public async Task PlayAsync(TimeSpan patience)
        {
            Seconds = await IsolationTable.PlayAsync(contender.Program, [.. contender.Before, $"{row}", $"{blockers}", .. contender.After], patience);
            if (double.IsNaN(Seconds.Value))
            {
                throw new InvalidOperationException($"{contender.Name} printed no time for K = {blockers}: {Rows.All[row].Name}");
            }
        }

        public override string ToString() => Seconds switch
        {
            null => "–",
            { } seconds when seconds > _limit.TotalSeconds => "> 20",
            { } seconds => seconds.ToString(seconds < 1 ? "0.000" : "0.0", CultureInfo.InvariantCulture),
        };
    }
}
