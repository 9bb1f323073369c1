namespace OkRun.Async;

/// <summary>How an actor of a run is tied to others by <see cref="Actor.After"/>. Guarded by the lock of the run.</summary>
internal sealed class Links
{
    /// <summary>The actors it comes after.</summary>
    public List<ActorRun> Before { get; } = [];

    /// <summary>The actors that come after it.</summary>
    public List<ActorRun> Followers { get; } = [];

    /// <summary>How many of the actors it comes after are not ready yet.</summary>
    public int Missing { get; set; }

    /// <summary>How many started actors that come after it are not over yet.</summary>
    public int Dependents { get; set; }

    public long StartedAt { get; set; }

    /// <summary>Ties the actors of a run; leaves alone those that are not tied to any other.</summary>
    public static void Tie(ActorRun[] runs)
    {
        if (Array.Exists(runs, static run => run.Actor.After.Count > 0))
        {
            TieAll(runs);
        }
    }

    // Apart, as its closure would be allocated where it begins, and so in every run.
    private static void TieAll(ActorRun[] runs)
    {
        var runOf = runs.ToDictionary(static run => run.Actor);
        foreach (var run in runs)
        {
            foreach (var before in run.Actor.After.Select(actor => runOf[actor]))
            {
                (run.Links ??= new()).Before.Add(before);
                (before.Links ??= new()).Followers.Add(run);
                run.Links.Missing++;
            }
        }
    }
}
