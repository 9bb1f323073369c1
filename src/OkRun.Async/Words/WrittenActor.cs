namespace OkRun.Async;

/// <summary>What the lines of a run know of an actor.</summary>
internal sealed class WrittenActor(string name, int index)
{
    public string Name => name;

    /// <summary>Its index in the run; -1 for an actor of a group inside.</summary>
    public int Index => index;

    public TimeSpan StartedAt { get; set; } = TimeSpan.MinValue;

    public TimeSpan? ToldAt { get; set; }

    public bool HasEnded { get; set; }

    /// <summary>How it ended, for the line that says why the group stops.</summary>
    public string Verb { get; set; } = "ended";

    /// <summary>Where it stands in the list of those that are waited for.</summary>
    public LinkedListNode<WrittenActor>? Place { get; set; }

    public bool IsStarted => StartedAt != TimeSpan.MinValue;
}
