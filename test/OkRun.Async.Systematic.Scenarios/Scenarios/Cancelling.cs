namespace OkRun.Async.Systematic.Scenarios;

/// <summary>Laws 3, 6, 13 and 14: the caller's token.</summary>
public static class Cancelling
{
    [Race("a first", "nobody first")]
    public static async Task Caller_cancels_while_an_actor_fails()
    {
        var play = new Play();
        using var caller = new CancellationTokenSource();
        play.Add("a", play.Fails("a"));
        play.Add("b", Work.UntilCancelled);

        var run = play.Group.Start(caller.Token);
        await Task.Run(caller.Cancel);

        await play.EndAsync(run, caller.Token);
        Outcomes.CountFirst(run);
        Check.That(run.Completion.IsFaulted, "A failure is one whoever was first.");
    }

    [Race("a first", "nobody first")]
    public static async Task Caller_cancels_while_an_actor_ends_well()
    {
        var play = new Play();
        using var caller = new CancellationTokenSource();
        play.Add("a", Work.Ends);
        play.Add("b", Work.UntilCancelled);

        var run = play.Group.Start(caller.Token);
        await Task.Run(caller.Cancel);

        await play.EndAsync(run, caller.Token);
        Outcomes.CountFirst(run);
    }

    [Race("NotStarted", "Ended")]
    public static async Task Caller_cancels_before_the_start_is_done()
    {
        var play = new Play();
        using var caller = new CancellationTokenSource();
        var a = play.Add("a", Work.UntilCancelled);
        play.Add("b", Work.UntilCancelled);
        play.Add("c", Work.UntilCancelled, after: [a]);

        var cancelling = Task.Run(caller.Cancel);
        var run = play.Group.Start(caller.Token);

        await play.EndAsync(run, caller.Token);
        await cancelling;
        var states = run.Actors.Take(2).Select(status => status.State).Distinct().ToList();
        Check.That(run.Completion.IsCanceled && states.Count == 1, "Laws 2 and 3: all that wait for nobody start, or none.");
        Outcomes.Count($"{states[0]}");
    }

    public static async Task Cancel_runs_no_code_of_an_actor()
    {
        var (play, cancelled) = (new Play(), Work.NewSignal());
        using var caller = new CancellationTokenSource();
        play.Add("a", async token =>
        {
            token.Register(() => Work.Block(cancelled.Task));
            await Work.UntilCancelled(token);
        });

        var run = play.Group.Start(caller.Token);
        await Task.Run(caller.Cancel);
        cancelled.SetResult();

        await play.EndAsync(run, caller.Token);
        Check.That(run.Completion.IsCanceled, "Law 14: Cancel() came back although a callback blocked.");
    }

    public static async Task A_callback_that_throws_does_not_reach_the_caller()
    {
        var play = new Play();
        using var caller = new CancellationTokenSource();
        play.Add("a", async token =>
        {
            token.Register(() => throw play.Thrown(new InvalidOperationException("callback")));
            await Work.UntilCancelled(token);
        });
        play.Add("b", Work.UntilCancelled);

        var run = play.Group.Start(caller.Token);
        await Task.Run(caller.Cancel);

        await play.EndAsync(run, caller.Token);
    }

    public static async Task Nothing_stays_on_the_callers_token()
    {
        var play = new Play();
        using var caller = new CancellationTokenSource();
        play.Add("a", Work.Ends);
        play.Add("b", Work.UntilCancelled);

        var run = play.Group.Start(caller.Token);

        await play.EndAsync(run, caller.Token);
        Check.That(!caller.HasCallbacks, "Law 15: no registration is left.");
    }

    public static async Task The_continuation_runs_on_no_stack_of_an_actor()
    {
        var play = new Play();
        play.Add("a", Work.Ends);
        play.Add("b", Work.UntilTold);

        var run = play.Group.Start();
        var (ready, completion) = (Continued(run.Ready), Continued(run.Completion));
        await Task.WhenAll(ready, completion);

        await play.EndAsync(run);
    }

    private static Task Continued(Task task) => task.ContinueWith(
        static _ => Check.That(!Environment.StackTrace.Contains($".{nameof(Work)}.", StringComparison.Ordinal), "Law 14: what awaits a run goes on elsewhere."),
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);
}
