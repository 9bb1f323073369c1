using System.Globalization;

namespace OkRun.Async;

/// <summary>What a start or a stop waits for, in words: the actors that hold it up come first, then those that wait for them.</summary>
internal static class Waiting
{
    private const int MostNames = 8; // of a large group, the others are a number

    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(1); // each actor runs on its thread for a moment

    /// <summary>The actors that a stop waits for: told, and not over; the one that was told first comes first. Where none has been told yet, those that are told first.</summary>
    public static IReadOnlyList<ActorStatus> Late(IReadOnlyList<ActorStatus> actors)
    {
        ActorStatus[] told = [.. actors.Where(static each => each is { SinceTold: not null, Running: not ActorParts.None, State: not ActorState.Abandoned })];
        if (told.Length > 0)
        {
            return [.. told.OrderByDescending(static each => each.SinceTold)];
        }

        var untold = Untold(actors);
        var held = untold.SelectMany(static each => each.Actor.After).ToHashSet();
        return [.. untold.Where(each => !held.Contains(each.Actor))];
    }

    /// <summary>For a stop that goes on: <c>the hook of 'queue' (told 6 s ago), then 'store'</c>.</summary>
    /// <param name="actors">All actors of the run.</param>
    /// <param name="also">What else is known of each actor that is late, such as its time limit; null where nothing is.</param>
    /// <param name="location">Where an actor that is late is; null where that is not known.</param>
    public static string ForStop(IReadOnlyList<ActorStatus> actors, Func<Actor, string?>? also = null, Func<Actor, string?>? location = null)
    {
        var late = Late(actors);
        var rest = Rest(actors, late);
        var isLong = false;
        return late.Count == 0
            ? "an observer of the run"
            : List(late, each => Part(each) + Told(each, also) + More(each, location?.Invoke(each.Actor), ref isLong), ref isLong) + (rest.Count == 0 ? "" : $"{(isLong ? ';' : ',')} then {List(rest, Name)}");
    }

    /// <summary>For a stop that is given up: <c>'queue' (told 6 s ago) still runs; 'store' waits for it</c>.</summary>
    /// <param name="actors">All actors of the run.</param>
    /// <param name="location">Where an actor that is late is; null where that is not known.</param>
    public static string ForLateStop(IReadOnlyList<ActorStatus> actors, Func<Actor, string?>? location = null)
    {
        var late = Late(actors);
        return late.Count == 0
            ? "an observer of the run has not returned"
            : $"{List(late, each => Part(each) + Told(each, At) + (Blocked(each) is { } blocked ? $", which {blocked}," : ""))} still {(late.Count == 1 ? "runs" : "run")}{Dependents(Rest(actors, late), late.Count)}";

        string? At(Actor actor) => location?.Invoke(actor) is { } at ? $"at {at}" : null;
    }

    /// <summary>For a start: <c>'store' (starting for 15 s); 'queue' and 'web' wait for it</c>.</summary>
    /// <param name="actors">All actors of the run.</param>
    /// <param name="location">Where an actor that is not ready is; null where that is not known.</param>
    public static string ForStart(IReadOnlyList<ActorStatus> actors, Func<Actor, string?>? location = null)
    {
        var isLong = false;
        ActorStatus[] starting = [.. actors.Where(static each => each.State == ActorState.Starting)];
        ActorStatus[] waiting = [.. actors.Where(static each => each.State == ActorState.Waiting)];
        return starting.Length == 0 && waiting.Length == 0
            ? "an observer of the run, which has not heard of every actor that it is ready"
            : starting.Length == 0
                ? List(waiting, Name)
                : List(starting, each => $"{Name(each)} (starting for {Time(each.Elapsed)}){More(each, location?.Invoke(each.Actor), ref isLong)}", ref isLong) + Dependents(waiting, starting.Length);
    }

    /// <summary>A list in words, of which a long one ends in a number.</summary>
    public static string List<T>(IReadOnlyCollection<T> items, Func<T, string> describe)
    {
        var isLong = false;
        return List(items, describe, ref isLong);
    }

    /// <summary>That an actor has not returned its task; null where it has, or began just now.</summary>
    public static string? Blocked(ActorStatus status) =>
        status.BlocksThread && status.Elapsed >= _soon ? $"has blocked its thread since its start ({Time(status.Elapsed)})" : null;

    private static string List<T>(IReadOnlyCollection<T> items, Func<T, string> describe, ref bool isLong)
    {
        List<string> words = [.. items.Take(items.Count > MostNames ? MostNames : items.Count).Select(describe)];
        if (items.Count > words.Count)
        {
            words.Add($"{items.Count - words.Count} more");
        }

        return words.Count == 1 ? words[0] : isLong ? string.Join("; ", words) : $"{string.Join(", ", words.Take(words.Count - 1))} and {words[^1]}";
    }

    /// <summary>A duration as people say it: 3.7 s, 15 s, 12 min, 28 h.</summary>
    public static string Time(TimeSpan time) => time switch
    {
        _ when time < TimeSpan.FromSeconds(10) => FormattableString.Invariant($"{time.TotalSeconds:0.#} s"),
        _ when time < TimeSpan.FromMinutes(2) => Whole(time.TotalSeconds, "s"),
        _ when time < TimeSpan.FromHours(2) => Whole(time.TotalMinutes, "min"),
        _ => Whole(time.TotalHours, "h"),
    };

    /// <summary>Where an actor is; null where that is not known, or it is not in the run.</summary>
    public static string? Location(ActorGroupRun run, Actor actor)
    {
        try
        {
            return run.Location(actor) is { Length: > 0 } location ? location : null;
        }
        catch (ArgumentException)
        {
            return null; // a wrapper tells of actors of its own
        }
    }

    private static string Whole(double number, string unit) => $"{((long)number).ToString(CultureInfo.InvariantCulture)} {unit}";

    private static string Name(ActorStatus status) => $"'{status.Actor.Name}'";

    /// <summary>What of the actor still runs. Of one that was not told yet, that is the actor.</summary>
    private static string Part(ActorStatus status) => status.SinceTold is null ? Name(status) : status.Running switch
    {
        ActorParts.Hook => $"the hook of {Name(status)}",
        ActorParts.Callbacks => $"a callback of the token of {Name(status)}",
        ActorParts.Hook | ActorParts.Callbacks => $"the hook and a callback of the token of {Name(status)}",
        ActorParts.Execute | ActorParts.Hook => $"{Name(status)} and its hook",
        _ => Name(status),
    };

    private static string Told(ActorStatus status, Func<Actor, string?>? also) => status.SinceTold is { } time
        ? $" (told {Time(time)} ago{(also?.Invoke(status.Actor) is { } more ? ", " + more : "")})"
        : "";

    /// <summary>Whether an actor blocks its thread, and where it is.</summary>
    private static string More(ActorStatus status, string? location, ref bool isLong)
    {
        var blocked = Blocked(status);
        isLong |= blocked is not null || location is not null;
        return (blocked is null ? "" : $", which {blocked}") + (location is null ? "" : $": {location}");
    }

    private static string Dependents(IReadOnlyCollection<ActorStatus> waiting, int waitedFor) => waiting.Count == 0
        ? ""
        : $"; {List(waiting, Name)} {(waiting.Count == 1 ? "waits" : "wait")} for {(waitedFor == 1 ? "it" : "them")}";

    private static List<ActorStatus> Untold(IReadOnlyList<ActorStatus> actors) =>
        [.. actors.Where(static each => each is { SinceTold: null, State: ActorState.Starting or ActorState.Ready or ActorState.Stopping })];

    private static List<ActorStatus> Rest(IReadOnlyList<ActorStatus> actors, IReadOnlyList<ActorStatus> late)
    {
        var known = late.Select(static each => each.Actor).ToHashSet();
        return [.. Untold(actors).Where(each => !known.Contains(each.Actor))];
    }
}
