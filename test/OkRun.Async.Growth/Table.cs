using System.Globalization;

namespace OkRun.Async.Growth;

/// <summary>A row: the least processor time for each number of actors, in steps of ten, and how it grows.</summary>
internal static class Table
{
    private const int Rounds = 5; // the best of them: what disturbs the machine only adds to it
    private const double Least = 2; // ms: below that the constant part of a cost is all there is
    private const double Bar = 50; // linear is 10, quadratic 100

    public static async Task<bool> PrintAsync(string name, int most, Func<int, Task<double>> measureAsync)
    {
        List<(int Actors, double Ms)> costs = [];
        for (var actors = 100; actors <= most; actors *= 10)
        {
            var best = double.PositiveInfinity;
            for (var round = 0; round < Rounds; round++)
            {
                best = Math.Min(best, await measureAsync(actors));
            }

            costs.Add((actors, best));
        }

        return Print(name, costs);
    }

    /// <summary>True if a step costs more than it may.</summary>
    public static bool Print(string name, IReadOnlyList<(int Actors, double Ms)> costs)
    {
        double[] growth = [.. costs.Zip(costs.Skip(1), static (small, large) => large.Ms / Math.Max(small.Ms, Least))];
        var isOver = growth.Any(static each => !(each <= Bar));
        Console.WriteLine($"| {name} | {string.Join(", ", costs.Select(static each => $"{Text("#,0", each.Actors)}: {Text("0.0", each.Ms)} ms"))} | {string.Join(", ", growth.Select(static each => $"×{Text("0.0", each)}"))} | {(isOver ? "**not linear**" : "ok")} |");
        return isOver;
    }

    private static string Text(string format, double number) => number.ToString(format, CultureInfo.InvariantCulture);
}
