using System.Text;

namespace OkRun.Async;

// Where the code of an actor is.
internal sealed partial class ActorRun
{
    public string Trace() => Trace(LookAtCode());

    /// <summary>The innermost method of its code, on one line; that of an actor inside, where there is one that tells. Empty where none is known.</summary>
    public string Location() => LocationInside() ?? Location(LookAtCode());

    /// <summary>Both, for one look at its code.</summary>
    public (string Trace, string Location) Whereabouts()
    {
        var looked = LookAtCode();
        return (Trace(looked), LocationInside() ?? Location(looked));
    }

    private (AwaitTrace Execute, AwaitTrace Hook) LookAtCode()
    {
        var running = run.RunningOf(index);
        return (
            (running & ActorParts.Execute) != 0 ? AwaitChain.Of(Execution, actor.Code) : AwaitTrace.None,
            (running & ActorParts.Hook) != 0 ? AwaitChain.Of(Hook, actor.Interrupt) : AwaitTrace.None);
    }

    private string Trace((AwaitTrace Execute, AwaitTrace Hook) looked)
    {
        var text = new StringBuilder();
        Append(text, "", looked.Execute);
        Append(text, "   in its interrupt hook:", looked.Hook);
        if ((run.RunningOf(index) & ActorParts.Callbacks) != 0 && AwaitChain.IsSupported)
        {
            text.AppendLine("   in a callback of its token, which blocks its thread");
        }

        foreach (var inner in Inner)
        {
            inner.TraceAll(text, inner.PathFrom(actor.Name));
        }

        return text.ToString().TrimEnd();
    }

    private static string Location((AwaitTrace Execute, AwaitTrace Hook) looked) => Shown.Name(looked.Execute.Location ?? looked.Hook.Location ?? "");

    private string? LocationInside() => Inner.Select(static inner => inner.Location()).FirstOrDefault(static location => location.Length > 0);

    private static void Append(StringBuilder text, string title, AwaitTrace trace)
    {
        if (trace.ToString() is not { Length: > 0 } frames)
        {
            return;
        }

        if (title.Length > 0)
        {
            text.AppendLine(title);
        }

        text.AppendLine(frames);
    }
}
