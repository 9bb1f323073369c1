using System.Diagnostics;
using System.Globalization;

namespace OkRun.Async.Benchmarks.Isolation;

/// <summary>Plays each row in fresh processes and compares the worst with its bar.</summary>
internal static class IsolationTable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    public static IReadOnlyList<int> Blockers { get; } = [3, 16, 60];

    /// <summary>Prints the table. Returns an exit code: 1 if a row is over its bar, times a factor.</summary>
    public static async Task<int> PrintAsync(double factor)
    {
        Console.WriteLine($"| row | bar | {string.Join(" | ", Blockers.Select(blockers => $"K = {blockers}"))} |");
        Console.WriteLine("|---|---|---|---|---|");
        var isOver = false;
        for (var row = 0; row < Rows.All.Count; row++)
        {
            var bar = Rows.All[row].Bar;
            List<string> cells = [];
            foreach (var blockers in Blockers)
            {
                var time = await PlayAsync(Environment.ProcessPath!, ["isolation-row", $"{row}", $"{blockers}"], _patience);
                isOver |= !(time <= bar * factor);
                cells.Add($"{(time <= bar ? "" : "**")}{time.ToString("0.000", CultureInfo.InvariantCulture)}{(time <= bar ? "" : "**")}");
            }

            Console.WriteLine($"| {Rows.All[row].Name} | {bar.ToString("0.0", CultureInfo.InvariantCulture)} s | {string.Join(" | ", cells)} |");
        }

        return isOver ? 1 : 0;
    }

    public static void PlayHere(Func<int, double> measure, int blockers)
    {
        Console.WriteLine(measure(blockers).ToString("R", CultureInfo.InvariantCulture));
        Console.Out.Flush();
        Environment.Exit(0); // blocked threads would not keep the process, but what waits for the run may
    }

    /// <summary>The seconds that a process prints: not a number if it prints none, infinite if it is not over in time and is ended.</summary>
    public static async Task<double> PlayAsync(string program, IEnumerable<string> arguments, TimeSpan patience)
    {
        using var child = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        using var over = new CancellationTokenSource(patience);
        try
        {
            var text = await child.StandardOutput.ReadToEndAsync(over.Token);
            return double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) ? seconds : double.NaN;
        }
        catch (OperationCanceledException)
        {
            child.Kill();
            return double.PositiveInfinity;
        }
    }
}
