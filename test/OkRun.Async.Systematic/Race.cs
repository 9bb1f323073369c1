using System.Reflection;

namespace OkRun.Async.Systematic;

/// <summary>What the race of a scenario may come to, and has come to, if it is one. The rewritten assembly, which is not referenced, is asked.</summary>
internal sealed class Race(Assembly scenarios, MethodInfo scenario)
{
    private const int Enough = 100; // schedules in which every outcome should have come

    private readonly Func<Dictionary<string, int>> _take =
        scenarios.GetType("OkRun.Async.Systematic.Outcomes", throwOnError: true)!.GetMethod("Take")!.CreateDelegate<Func<Dictionary<string, int>>>();

    private readonly Dictionary<string, int> _counts = scenario.GetCustomAttributesData().Where(attribute => attribute.AttributeType.Name == "RaceAttribute")
        .SelectMany(attribute => (IEnumerable<CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!)
        .ToDictionary(outcome => (string)outcome.Value!, _ => 0);

    private int _played;
    private int _rounds;
    private bool _isWrong;

    /// <summary>
    /// False where an outcome was not seen, which may be chance: how even a race is depends on how busy the machine is. A few more rounds make that no excuse.
    /// </summary>
    public bool IsDecided => _isWrong || _played < Enough || _rounds == 5 || _counts.Values.All(count => count > 0);

    /// <summary>Whether every outcome was seen, and no other.</summary>
    public bool IsFine => !_isWrong && (_played < Enough || _counts.Values.All(count => count > 0));

    /// <summary>Adds what a round has come to.</summary>
    public void Add(int played)
    {
        (_played, _rounds) = (_played + played, _rounds + 1);
        foreach (var (outcome, count) in _take())
        {
            _isWrong |= !_counts.ContainsKey(outcome);
            _counts[outcome] = _counts.GetValueOrDefault(outcome) + count;
        }
    }

    public override string ToString() => (IsFine ? "" : "BROKEN race: ") + string.Join(", ", _counts.Select(count => $"{count.Key}: {count.Value}"));
}
