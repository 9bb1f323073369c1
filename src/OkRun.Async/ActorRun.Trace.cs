using System.Text;

namespace OkRun.Async;

// Where the code of an actor is.
internal sealed partial class ActorRun
{
    public string Trace()
    {
        var running = run.RunningOf(index);
        var text = new StringBuilder();
        if ((running & ActorParts.Execute) != 0)
        {
            Append(text, "", AwaitChain.Of(Execution, actor.Code));
        }

        if ((running & ActorParts.Hook) != 0)
        {
            Append(text, "   in its interrupt hook:", AwaitChain.Of(Hook, actor.Interrupt));
        }

        if ((running & ActorParts.Callbacks) != 0 && AwaitChain.IsSupported)
        {
            text.AppendLine("   in a callback of its token, which blocks its thread");
        }

        foreach (var inner in Inner)
        {
            inner.TraceAll(text, inner.PathFrom(actor.Name));
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>The innermost method of its code, on one line; that of an actor inside, where there is one that tells. Empty where none is known.</summary>
    public string Location()
    {
        var running = run.RunningOf(index);
        return Inner.Select(static inner => inner.Location()).FirstOrDefault(static location => location.Length > 0)
            ?? Shown.Name(
                ((running & ActorParts.Execute) != 0 ? AwaitChain.Of(Execution, actor.Code).Location : null)
                ?? ((running & ActorParts.Hook) != 0 ? AwaitChain.Of(Hook, actor.Interrupt).Location : null)
                ?? "");
    }

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
