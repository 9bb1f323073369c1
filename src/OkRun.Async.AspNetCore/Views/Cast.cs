namespace OkRun.Async.Views;

/// <summary>What of an actor is the same in all views of a run.</summary>
/// <param name="Id">Which one it is.</param>
/// <param name="Actor">The actor.</param>
/// <param name="Name">Its name, made unique: names are no identity.</param>
/// <param name="ParentId">The actor that is the group it belongs to, by its path.</param>
/// <param name="After">The names of those it comes after.</param>
/// <param name="AfterIds">Which ones they are.</param>
internal sealed record Role(int Id, Actor Actor, string Name, int? ParentId, IReadOnlyList<string> After, IReadOnlyList<int> AfterIds);

/// <summary>The actors of a run, in the order in which they are shown: an actor of a group inside of another one after the actor that is that group.</summary>
internal static class Cast
{
    public static IReadOnlyList<Role> Of(IReadOnlyList<(Actor Actor, int Id)> actors)
    {
        var ids = actors.ToDictionary(each => each.Actor, each => each.Id);
        var firstOfName = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (actor, id) in actors)
        {
            firstOfName.TryAdd(actor.Name, id);
        }

        var names = Unique(actors);
        var roles = actors.Select(each => RoleOf(each.Actor, each.Id)).ToList();
        var children = roles.Where(role => role.ParentId is not null).ToLookup(role => role.ParentId!.Value);
        List<Role> shown = new(roles.Count);
        var pending = new Stack<Role>(roles.Where(role => role.ParentId is null).Reverse());
        while (pending.TryPop(out var role))
        {
            shown.Add(role);
            foreach (var child in children[role.Id].Reverse())
            {
                pending.Push(child);
            }
        }

        return shown;

        Role RoleOf(Actor actor, int id)
        {
            var parent = ParentOf(actor.Name);
            var after = actor.After.Select(other => (other.Name, Id: IdOf(other, parent))).ToList();
            return new(
                id, actor, names[id], parent is null ? null : firstOfName[parent],
                [.. after.Select(other => other.Id is { } known ? names[known] : other.Name)],
                [.. after.Select(other => other.Id).OfType<int>()]);
        }

        // Of 'ingest/parser/lines' the next that is there of 'ingest/parser' and 'ingest'.
        string? ParentOf(string name)
        {
            for (var at = name.LastIndexOf('/'); at > 0; at = name.LastIndexOf('/', at - 1))
            {
                if (firstOfName.ContainsKey(name[..at]))
                {
                    return name[..at];
                }
            }

            return null;
        }

        // Inside of a group an actor may name others as they are called there.
        int? IdOf(Actor other, string? parent) =>
            ids.TryGetValue(other, out var id) || (parent is not null && firstOfName.TryGetValue($"{parent}/{other.Name}", out id)) ? id : null;
    }

    private static Dictionary<int, string> Unique(IReadOnlyList<(Actor Actor, int Id)> actors)
    {
        var taken = actors.Select(each => each.Actor.Name).ToHashSet(StringComparer.Ordinal);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = new Dictionary<int, string>();
        foreach (var (actor, id) in actors)
        {
            var count = counts.GetValueOrDefault(actor.Name) + 1;
            var name = actor.Name;
            for (; count > 1 && !taken.Add(name = $"{actor.Name} ({count})"); count++)
            {
            }

            (counts[actor.Name], names[id]) = (count, name);
        }

        return names;
    }
}
