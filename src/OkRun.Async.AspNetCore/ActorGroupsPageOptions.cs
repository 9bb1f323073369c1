using System.Diagnostics;

namespace OkRun.Async;

/// <summary>What the page of actor groups shows. Not safe for use by several threads; read when the page is mapped.</summary>
[DebuggerDisplay("Details = {Details}")]
public sealed class ActorGroupsPageOptions
{
    /// <summary>Whether the messages of exceptions, and where in the code an actor that is late waits, are shown. Messages may contain sensitive data. Without them the page shows the type of an exception, and refers to the log.</summary>
    /// <value>Default: false.</value>
    public bool Details { get; set; }

    /// <summary>A folder on a local disk in which the last 20 runs of each group are kept, so that the page shows them after a restart.</summary>
    /// <remarks>
    /// A run is written when it is over, as JSON, with the messages of its exceptions whatever <see cref="Details"/> says. From its start until then a mark stands for it, so that the page can tell of a run whose process was killed or has exited.
    /// Several processes may have the same folder. A folder that cannot be written or read costs a warning in the log, and nothing else. A run waits for its last write, for two seconds at most.
    /// </remarks>
    /// <value>Default: null, nothing is kept.</value>
    public string? History { get; set; }
}
