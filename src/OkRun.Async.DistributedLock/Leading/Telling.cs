namespace OkRun.Async;

/// <summary>Tells a leader's observer what happens. What it throws is ignored, and what it sets in its execution context does not reach the actors.</summary>
internal sealed class Telling(LeaderObserver? observer)
{
    public void Waiting(string name) => Tell(each => each.OnWaiting(name));

    public void Unavailable(string name, Exception exception) => Tell(each => each.OnUnavailable(name, exception));

    public void Leading(LeaderTerm term) => Tell(each => each.OnLeading(term));

    public void Lost(LeaderTerm term, string reason) => Tell(each => each.OnLost(term, reason));

    public void Stopped(LeaderTerm term, LeaderEnd end, TimeSpan elapsed) => Tell(each => each.OnStopped(term, end, elapsed));

    public void Released(LeaderTerm term) => Tell(each => each.OnReleased(term));

    private void Tell(Action<LeaderObserver> tell)
    {
        if (observer is null)
        {
            return;
        }

        if (ExecutionContext.Capture() is { } context)
        {
            ExecutionContext.Run(context.CreateCopy(), _ => TellHere(observer, tell), null);
        }
        else
        {
            TellHere(observer, tell);
        }
    }

    private static void TellHere(LeaderObserver observer, Action<LeaderObserver> tell)
    {
        try
        {
            tell(observer);
        }
#pragma warning disable CA1031 // an observer must not decide which replica leads
        catch
#pragma warning restore CA1031
        {
            // The observer's failure is its own: no actor caused it and none could mend it.
        }
    }
}
