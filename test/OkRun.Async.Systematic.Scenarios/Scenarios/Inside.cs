namespace OkRun.Async.Systematic.Scenarios;

/// <summary>A group as an actor of another, and a stop that is announced before it comes.</summary>
public static class Inside
{
    /// <summary>Ready when all of it is, told in its turn, and its events come through the observer of the outer run.</summary>
    [Race("it began", "it never began")]
    public static async Task A_group_is_an_actor()
    {
        var ledger = new Ledger();
        var failure = new InvalidOperationException("x");
        ActorGroup inner = [new("x", async token =>
        {
            await Work.UntilTold(token);
            throw failure;
        }), new("y", Work.UntilCancelled)];
        var ingest = inner.AsActor("ingest");
        var web = new Actor("web", Work.UntilCancelled) { After = [ingest] };
        var group = new ActorGroup(new() { Observer = ledger }) { ingest, web };

        var run = group.Start();
        await Task.Run(run.Stop);
        await Work.Ended(run.Completion);

        var (lines, isStarted) = (ledger.Lines.ToList(), run.Actors[1].State != ActorState.NotStarted);
        Check.That(!isStarted || Comes("ready ingest/x", "ready ingest") && Comes("ready ingest/y", "ready ingest") && Comes("ready ingest", "started web"), $"Law 4: ready when all of it is: {string.Join(", ", lines)}");
        Check.That(!isStarted || Comes("ended web", "told ingest"), $"Law 9: told in its turn: {string.Join(", ", lines)}");
        Check.That(lines[^1] == "stopped" && !lines.Any(line => line.StartsWith("ended ingest/", StringComparison.Ordinal) && !Comes(line, "ended ingest")), $"Law 16: nothing of it is told after its end: {string.Join(", ", lines)}");
        var hasBegun = lines.Contains("started ingest/x");
        Check.That(run.Completion.Exception?.InnerExceptions is not { } failures ? !hasBegun : failures.Single() == failure, "Law 13: an inner group brings its exceptions.");
        Outcomes.Count(hasBegun ? "it began" : "it never began");

        bool Comes(string earlier, string later) => !lines.Contains(later) || (lines.Contains(earlier) && lines.IndexOf(earlier) < lines.IndexOf(later));
    }

    /// <summary>An actor that ends with a cancellation once the stop is announced stops nothing; the stop comes afterwards.</summary>
    [Race("b first", "nobody first")]
    public static async Task A_stop_is_announced()
    {
        using var announced = new CancellationTokenSource();
        var play = new Play(stopAnnounced: announced.Token);
        play.Add("a", _ => Work.UntilCancelled(announced.Token));
        play.Add("b", async token =>
        {
            await Work.UntilTold(announced.Token);
            await Task.Yield();
        });
        play.Add("c", Work.UntilCancelled);

        var run = play.Group.Start();
        await Task.Run(announced.Cancel);
        await Task.Run(run.Stop);

        await play.EndAsync(run);
        Outcomes.CountFirst(run);
        Check.That(run.First?.Name is null or "b" && run.Completion.IsCompletedSuccessfully, "A withdrawn end is a normal end, and stops nothing.");
    }
}
