namespace OkRun.Async.Systematic.Scenarios;

/// <summary>Laws 4, 5 and 9: After, readiness and one-shot actors.</summary>
public static class Gating
{
    [Race("Ended", "NotStarted")]
    public static async Task Ready_versus_stop()
    {
        var play = new Play();
        var a = play.AddAware("a", async (ready, token) =>
        {
            await Task.Yield();
            ready();
            ready();
            await Work.UntilCancelled(token);
        });
        play.Add("b", Work.UntilCancelled, after: [a]);

        var run = play.Group.Start();
        var ready = run.Ready;
        await Task.Run(run.Stop);

        await play.EndAsync(run);
        Outcomes.Count($"{run.Actors[1].State}");
        var started = run.Actors[1].State != ActorState.NotStarted;
        Check.That(started || ready.IsCanceled, "A run whose actor never started was never ready.");
        Check.That(run.Completion.IsCompletedSuccessfully, "Nobody failed.");
    }

    public static async Task A_chain()
    {
        var play = new Play();
        var a = play.Add("a", Work.UntilCancelled);
        var b = play.Add("b", Work.UntilCancelled, after: [a]);
        var c = play.Add("c", play.Fails("c"), after: [b]);
        play.Add("d", Work.UntilCancelled, after: [c]);

        var run = play.Group.Start();

        await play.EndAsync(run);
        Check.That(run.First == c, "Only c ends by itself.");
    }

    [Race("b first", "nobody first")]
    public static async Task A_diamond_whose_middle_ends()
    {
        var (play, nearly) = (new Play { HookFailures = { ["d"] = new NotSupportedException("d") } }, Work.NewSignal());
        play.Ledger.Hears = line => _ = line == "ready b" && nearly.TrySetResult(); // before that, the stop would nearly always be first
        var a = play.Add("a", Work.UntilCancelled);
        var b = play.Add("b", Work.Ends, after: [a]);
        var c = play.Add("c", Work.UntilCancelled, after: [a]);
        play.Add("d", Work.UntilTold, after: [b, c]);

        var run = play.Group.Start();
        await nearly.Task;
        run.Stop();

        await play.EndAsync(run);
        Outcomes.CountFirst(run);
    }

    public static async Task A_one_shot_gate()
    {
        var play = new Play();
        var migrate = play.Add("migrate", Work.Ends, oneShot: true);
        var warm = play.Add("warm", Work.Ends, oneShot: true);
        play.Add("web", play.Fails("web"), after: [migrate, warm]);

        var run = play.Group.Start();

        await play.EndAsync(run);
        Check.That(run.First?.Name == "web", "Law 6: a one-shot actor that ends well stops nothing.");
    }

    public static async Task A_one_shot_gate_that_fails_while_another_opens()
    {
        var play = new Play();
        var migrate = play.Add("migrate", play.Fails("migrate"), oneShot: true);
        var warm = play.Add("warm", Work.Ends, oneShot: true);
        play.Add("web", Work.UntilCancelled, after: [migrate, warm]);

        var run = play.Group.Start();

        await play.EndAsync(run);
        Check.That(run.Actors[2].State == ActorState.NotStarted && run.First == migrate, "Law 5: what still waits never starts.");
    }

    public static async Task All_are_one_shots()
    {
        var play = new Play();
        var a = play.Add("a", Work.Ends, oneShot: true);
        play.Add("b", Work.Ends, after: [a], oneShot: true);
        play.Add("c", Work.Ends, oneShot: true);

        var run = play.Group.Start();

        await play.EndAsync(run);
        Check.That(run.First is null && run.Ready.IsCompletedSuccessfully, "Law 6: when every actor has ended, the run is over.");
    }
}
