namespace OkRun.Async;

/// <summary>
/// Which actors a run waits for, in words. Those that were told to stop and still run come first, with what of them runs. Those that are told only when others are over come after "then".
/// It is pure, linear, and knows only what is public.
/// </summary>
internal static class Waiting
{
    public const int MostNames = 8;

    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(1); // each actor runs on its thread for a moment

    /// <summary>For a stop, such as <c>the hook of 'queue' (told 6 s ago), then 'store'</c>. Empty where the run waits for no actor.</summary>
    /// <param name="actors">A snapshot of the run.</param>
    /// <param name="remark">More about an actor that is waited for, by its index; null where there is nothing to say.</param>
    /// <param name="location">Where an actor that is waited for is, by its index; empty where that is not known.</param>
    public static string ForStop(IReadOnlyList<ActorStatus> actors, Func<int, string?>? remark = null, Func<int, string>? location = null)
    {
        HashSet<Actor> blocked = [.. actors.Where(IsNotOver).SelectMany(status => status.Actor.After)];
        List<string> guilty = [];
        List<string> then = [];
        var (guiltyCount, thenCount) = (0, 0);
        var isLong = false;
        for (var i = 0; i < actors.Count; i++)
        {
            var status = actors[i];
            if (!IsNotOver(status) || status.Running == ActorParts.None)
            {
                continue;
            }

            if (status.SinceTold is null && blocked.Contains(status.Actor))
            {
                Take(then, ref thenCount, () => Shown.Quoted(status.Actor.Name));
            }
            else
            {
                Take(guilty, ref guiltyCount, () => Part(status.Actor.Name, status.Running) + Remarks(Told(status.SinceTold), remark?.Invoke(i)) + More(status, location?.Invoke(i), ref isLong));
            }
        }

        return Sentence(guilty, guiltyCount, then, thenCount, isLong);
    }

    /// <summary>For a start, such as <c>'store' (starting for 15 s); 'queue' and 'web' wait for it</c>. Empty where every actor is ready.</summary>
    /// <param name="actors">A snapshot of the run.</param>
    /// <param name="location">Where an actor that is not ready is, by its index; empty where that is not known.</param>
    public static string ForStart(IReadOnlyList<ActorStatus> actors, Func<int, string>? location = null)
    {
        List<string> guilty = [];
        List<string> waiting = [];
        var (guiltyCount, waitingCount) = (0, 0);
        var isLong = false;
        for (var i = 0; i < actors.Count; i++)
        {
            var status = actors[i];
            if (status.State == ActorState.Starting)
            {
                Take(guilty, ref guiltyCount, () => Shown.Quoted(status.Actor.Name) + Remarks($"starting for {Shown.Roughly(status.Elapsed)}") + More(status, location?.Invoke(i), ref isLong));
            }
            else if (status.State == ActorState.Waiting)
            {
                Take(waiting, ref waitingCount, () => Shown.Quoted(status.Actor.Name));
            }
        }

        return List(guilty, guiltyCount, isLong)
            + (waitingCount == 0 ? "" : $"{(guiltyCount == 0 ? "" : "; ")}{And(waiting, waitingCount)} {(waitingCount == 1 ? "waits" : "wait")} for {(guiltyCount == 1 ? "it" : "them")}");
    }

    /// <summary>By actor, the names of those that come after it and are not over.</summary>
    public static ILookup<Actor, string> Dependents(IReadOnlyList<ActorStatus> actors) =>
        actors.Where(IsNotOver).SelectMany(status => status.Actor.After.Select(each => (each, status.Actor.Name))).ToLookup(each => each.each, each => each.Name);

    /// <summary>The actors that run, whatever they should do: <c>'store', 'queue' run</c>. Empty where none does.</summary>
    public static string Running(IReadOnlyList<ActorStatus> actors)
    {
        List<string> names = [];
        var count = 0;
        foreach (var status in actors.Where(status => status.Running != ActorParts.None && status.State != ActorState.Abandoned))
        {
            Take(names, ref count, () => Part(status.Actor.Name, status.Running));
        }

        return count == 0 ? "" : $"{List(names, count)} {(count == 1 ? "runs" : "run")}";
    }

    /// <summary>The first of those that were told to stop, and of those that follow, with how many there are.</summary>
    public static string Sentence(IReadOnlyList<string> guilty, int guiltyCount, IReadOnlyList<string> then, int thenCount, bool isLong = false) => (guiltyCount, thenCount) switch
    {
        (_, 0) => List(guilty, guiltyCount, isLong),
        (0, _) => List(then, thenCount),
        _ => $"{List(guilty, guiltyCount, isLong)}{(isLong ? "; then " : ", then ")}{List(then, thenCount)}",
    };

    /// <summary>An actor, by what of it runs: <c>'queue'</c>, <c>the hook of 'queue'</c>, <c>'queue' and its hook</c>.</summary>
    public static string Part(string name, ActorParts running)
    {
        var quoted = Shown.Quoted(name);
        return (running & (ActorParts.Execute | ActorParts.Hook | ActorParts.Callbacks)) switch
        {
            ActorParts.Hook => $"the hook of {quoted}",
            ActorParts.Callbacks => $"a callback of the token of {quoted}",
            ActorParts.Hook | ActorParts.Callbacks => $"the hook of {quoted} and a callback of its token",
            ActorParts.Execute | ActorParts.Hook => $"{quoted} and its hook",
            ActorParts.Execute | ActorParts.Callbacks => $"{quoted} and a callback of its token",
            ActorParts.Execute | ActorParts.Hook | ActorParts.Callbacks => $"{quoted}, its hook and a callback of its token",
            _ => quoted,
        };
    }

    public static string? Told(TimeSpan? sinceTold) => sinceTold is { } since ? $"told {Shown.Roughly(since)} ago" : null;

    /// <summary>That an actor has not returned its task; null where it has, or began just now.</summary>
    public static string? Blocked(TimeSpan? blockedFor) => blockedFor >= _soon ? $"has blocked its thread since its start ({Shown.Roughly(blockedFor.Value)})" : null;

    public static string Remarks(params string?[] remarks) => remarks.Any(each => each is not null) ? $" ({string.Join(", ", remarks.Where(each => each is not null))})" : "";

    /// <summary>Names an actor only where few have been named.</summary>
    public static void Take(List<string> names, ref int count, Func<string> name)
    {
        if (count++ < MostNames)
        {
            names.Add(name());
        }
    }

    public static string List(IReadOnlyList<string> names, int count, bool isLong = false) => string.Join(isLong ? "; " : ", ", names) + (count > names.Count ? $" and {count - names.Count} more" : "");

    /// <summary>Whether an actor blocks its thread, and where it is.</summary>
    private static string More(ActorStatus status, string? location, ref bool isLong)
    {
        var blocked = Blocked(status.BlocksThread ? status.Elapsed : null);
        isLong |= blocked is not null || location is { Length: > 0 };
        return (blocked is null ? "" : $", which {blocked}") + (location is { Length: > 0 } ? $": {location}" : "");
    }

    private static string And(List<string> names, int count) =>
        count > names.Count || count == 1 ? List(names, count) : $"{string.Join(", ", names.Take(count - 1))} and {names[count - 1]}";

    /// <summary>Whether actors that it comes after have to wait for it. An actor that ended by itself is told in its turn all the same.</summary>
    private static bool IsNotOver(ActorStatus status) =>
        status.State is not (ActorState.Abandoned or ActorState.NotStarted or ActorState.Waiting) && (status.Running != ActorParts.None || status.SinceTold is null);
}
