namespace OkRun.Async.Systematic;

/// <summary>What the race of a scenario may come to. Who explores it must see all of them: where one side always wins there was no race, and nothing is proved of it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RaceAttribute(params string[] outcomes) : Attribute
{
    public IReadOnlyList<string> Outcomes => outcomes;
}

/// <summary>Counts, over all the schedules of a scenario, what its race came to. The driver asks.</summary>
public static class Outcomes
{
    private static readonly Dictionary<string, int> _counts = [];

    /// <summary>What was counted since the last time.</summary>
    public static Dictionary<string, int> Take()
    {
        var counts = new Dictionary<string, int>(_counts);
        _counts.Clear();
        return counts;
    }

    internal static void Count(string outcome) => _counts[outcome] = _counts.GetValueOrDefault(outcome) + 1;

    /// <summary>Who was first: "a", or "nobody" for the caller's token, Stop() and the end of all.</summary>
    internal static void CountFirst(ActorGroupRun run) => Count($"{run.First?.Name ?? "nobody"} first");
}
