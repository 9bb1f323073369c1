using System.Diagnostics;

namespace OkRun.Async;

/// <summary>What the page of actor groups shows. Not safe for use by several threads; read when the page is mapped.</summary>
[DebuggerDisplay("Details = {Details}")]
public sealed class ActorGroupsPageOptions
{
    /// <summary>Whether types and messages of exceptions are shown. They may contain what not everybody who sees the page should know.</summary>
    /// <value>Default: false.</value>
    public bool Details { get; set; }
}
