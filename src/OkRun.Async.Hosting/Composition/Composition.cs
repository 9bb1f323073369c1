namespace OkRun.Async;

/// <summary>A group while modules add actors to it, which come after each other by name.</summary>
internal sealed class Composition(string name, ActorGroup group)
{
    private readonly Dictionary<string, List<Actor>> _byName = new(StringComparer.Ordinal);
    private int _known;

    public ActorGroup Group => group;

    /// <summary>Adds an actor that comes after others.</summary>
    /// <param name="actor">The actor.</param>
    /// <param name="after">The names of actors that are in the group already; of several actors of one name, all are meant.</param>
    public void Add(Actor actor, IReadOnlyList<string> after)
    {
        group.Add(after.Count == 0 ? actor : actor with { After = [.. actor.After, .. after.SelectMany(each => Named(each, actor))] });
    }

    private List<Actor> Named(string wanted, Actor actor)
    {
        if (_known != group.Count)
        {
            foreach (var each in group.Skip(_known))
            {
                if (!_byName.TryGetValue(each.Name, out var known))
                {
                    _byName.Add(each.Name, known = []);
                }

                known.Add(each);
            }

            _known = group.Count;
        }

        return _byName.TryGetValue(wanted, out var named)
            ? named
            : throw new InvalidOperationException($"Actor '{actor.Name}' comes after '{wanted}', but the actor group '{name}' has no actor of that name before it.");
    }
}
