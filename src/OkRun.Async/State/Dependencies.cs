namespace OkRun.Async;

/// <summary>Which actors of a group come after which, by index in the order of <c>Add</c>. Immutable: all runs of a group share it.</summary>
internal sealed class Dependencies
{
    private readonly int[][] _dependencies;
    private readonly int[][] _dependents;

    private Dependencies(IReadOnlyList<Actor> actors, Dictionary<Actor, int> indexOf)
    {
        _dependencies = [.. actors.Select(actor => actor.After.Select(dependency => indexOf[dependency]).ToArray())];
        var dependents = actors.Select(static _ => new List<int>()).ToArray();
        for (var i = 0; i < _dependencies.Length; i++)
        {
            foreach (var dependency in _dependencies[i])
            {
                dependents[dependency].Add(i);
            }
        }

        _dependents = Array.ConvertAll(dependents, static each => each.ToArray());
    }

    /// <summary>The actors that an actor comes after.</summary>
    public int[] Of(int actor) => _dependencies[actor];

    /// <summary>The actors that come after an actor.</summary>
    public int[] DependentsOf(int actor) => _dependents[actor];

    public int[] CountDependencies() => Array.ConvertAll(_dependencies, static each => each.Length);

    public int[] CountDependents() => Array.ConvertAll(_dependents, static each => each.Length);

    /// <summary>Null where no actor comes after another.</summary>
    public static Dependencies? Among(IReadOnlyList<Actor> actors, Dictionary<Actor, int> indexOf) =>
        actors.Any(static actor => actor.After.Count > 0) ? new(actors, indexOf) : null;
}
