namespace OkRun.Async.Tests;

/// <summary>In which order the lines of a finished run may come, whoever does what: what the laws say of each two of them. The systematic scenarios are held to it too.</summary>
internal static class OrderOfLines
{
    /// <summary>Says which two lines are out of order; null if there are none.</summary>
    public static string? Broken(IReadOnlyList<ActorStatus> actors, Actor? first, IReadOnlyList<string> lines)
    {
        var all = lines.ToList();
        var started = actors.Where(status => status.State != ActorState.NotStarted).ToList();
        return started.SelectMany(status => OfOne(status).Concat(OfFollowers(status))).Concat(OfThoseToldTogether(started)).Concat(OfTheFirst(first))
            .Where(pair => all.Contains(pair.Later) && !(all.Contains(pair.Earlier) ? all.LastIndexOf(pair.Earlier) < all.IndexOf(pair.Later) : pair.MayBeMissing))
            .Select(pair => $"'{pair.Earlier}' comes before '{pair.Later}': {string.Join(", ", all)}")
            .FirstOrDefault();
    }

    private static IEnumerable<(string Earlier, string Later, bool MayBeMissing)> OfOne(ActorStatus status)
    {
        var name = status.Actor.Name;
        return
        [
            ($"started {name}", $"entered {name}", false),
            ($"started {name}", $"ready {name}", false),
            ($"started {name}", "stopping", false),
            ($"ready {name}", "stopping", true),
            ("stopping", $"told {name}", false),
            ($"told {name}", $"hook of {name}", false),
            ($"hook of {name}", $"hook of {name} ended", false),
            ($"told {name}", $"callback of {name}", false),
            ($"callback of {name}", $"callback of {name} ended", false),
            ($"told {name}", $"abandoned {name}", false),
        ];
    }

    /// <summary>An actor starts when those it comes after are ready, and they are told when it is over.</summary>
    private static IEnumerable<(string Earlier, string Later, bool MayBeMissing)> OfFollowers(ActorStatus status)
    {
        var name = status.Actor.Name;
        (string Line, bool MayBeMissing)[] over = status.State == ActorState.Abandoned
            ? [($"abandoned {name}", false)]
            : [($"ended {name}", false), ($"hook of {name} ended", false), ($"callback of {name} ended", true), ($"failed to interrupt {name}", true)];
        foreach (var before in status.Actor.After.Select(before => before.Name))
        {
            yield return ($"ready {before}", $"started {name}", false);
            foreach (var (line, mayBeMissing) in over)
            {
                yield return (line, $"told {before}", mayBeMissing);
            }
        }
    }

    /// <summary>Those that nobody comes after are told together: all of them, before any of their hooks is called.</summary>
    private static IEnumerable<(string Earlier, string Later, bool MayBeMissing)> OfThoseToldTogether(IReadOnlyList<ActorStatus> started)
    {
        var last = started.Where(status => !started.Any(other => other.Actor.After.Contains(status.Actor))).Select(status => status.Actor.Name).ToList();
        return last.SelectMany(_ => last, static (told, hook) => ($"told {told}", $"hook of {hook}", false));
    }

    private static IEnumerable<(string Earlier, string Later, bool MayBeMissing)> OfTheFirst(Actor? first) =>
        first is null ? [] : [($"ended {first.Name}", "stopping", false)];
}
