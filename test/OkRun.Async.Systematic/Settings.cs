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

    public static Settings Parse(string[] arguments)
    {
        var (settings, left) = (new Settings(500, null, null, ["random", "pct"], false), new Queue<string>(arguments));
        while (left.TryDequeue(out var option))
        {
            settings = option switch
            {
                "--nightly" => settings with { Iterations = 10_000 },
                "--iterations" => settings with { Iterations = Number(left) },
                "--seed" => settings with { Seed = Number(left) },
                "--scenario" => settings with { Scenario = Value(left) },
                "--strategy" => settings with { Strategies = [Value(left)] },
                "--stop-at-first" => settings with { StopAtFirst = true },
                _ => throw new ArgumentException(Usage, nameof(arguments)),
            };
        }

        return settings;
    }

    private static string Value(Queue<string> left) => left.TryDequeue(out var value) ? value : throw new ArgumentException(Usage);

    private static uint Number(Queue<string> left) => uint.Parse(Value(left), CultureInfo.InvariantCulture);
}
