using System.Globalization;

namespace OkRun.Async.Systematic;

/// <summary>What the command line asks for.</summary>
internal sealed record Settings(uint Iterations, uint? Seed, string? Scenario, IReadOnlyList<string> Strategies, bool StopAtFirst)
{
    public const string Usage = """
        --iterations N     how often each scenario is played, with all strategies together (500)
        --nightly          the same as --iterations 10000
        --scenario NAME    only the scenarios whose name contains NAME
        --strategy NAME    only random, or only pct
        --seed N           the seed of the strategy: with the same --iterations and --strategy, what was printed replays (default: a new one each time)
        --stop-at-first    end with the first scenario that breaks
        """;

    /// <summary>How often a scenario is played with each strategy.</summary>
    public uint IterationsOfEach => (Iterations + (uint)Strategies.Count - 1) / (uint)Strategies.Count;

    /// <summary>Null if something is asked for that there is not.</summary>
    public static Settings? Parse(string[] arguments)
    {
        var (settings, left) = (new Settings(500, null, null, ["random", "pct"], false), new Queue<string>(arguments));
        while (left.TryDequeue(out var option))
        {
            var next = option switch
            {
                "--nightly" => settings with { Iterations = 10_000 },
                "--iterations" when Number(left) is > 0 and var number => settings with { Iterations = number },
                "--seed" when Number(left) is { } number => settings with { Seed = number },
                "--scenario" when left.TryDequeue(out var name) => settings with { Scenario = name },
                "--strategy" when left.TryDequeue(out var name) && settings.Strategies.Contains(name) => settings with { Strategies = [name] },
                "--stop-at-first" => settings with { StopAtFirst = true },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            settings = next;
        }

        return settings;
    }

    private static uint? Number(Queue<string> left) =>
        left.TryDequeue(out var value) && uint.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
