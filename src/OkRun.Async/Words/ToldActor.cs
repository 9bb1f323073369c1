namespace OkRun.Async;

/// <summary>What has been told of an actor of a run.</summary>
/// <param name="actor">The actor.</param>
/// <param name="index">Its index in the run; -1 for an actor of a group inside.</param>
internal sealed class ToldActor(Actor actor, int index)
{
    public Actor Actor => actor;

    public string Name => actor.Name;

    public string Quoted => field ??= Shown.Quoted(actor.Name);

    public int Index => index;

    public TimeSpan? StartedAt { get; set; }

    public TimeSpan? ToldAt { get; set; }

    public bool HasEnded { get; set; }

    /// <summary>How it ended, for the line that says why the group stops.</summary>
    public string Reason { get; set; } = "ended";

    /// <summary>Where it stands among those that are waited for.</summary>
    public LinkedListNode<ToldActor>? Place { get; set; }
}
