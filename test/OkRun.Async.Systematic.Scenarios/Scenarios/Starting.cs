namespace OkRun.Async.Systematic.Scenarios;

/// <summary>Laws 2, 4 and 5: the stop that comes while the run still starts.</summary>
public static class Starting
{
    /// <summary>The first actor's start is announced before the handle is there: whoever stops for that reason waits for it, and races with all other starts.</summary>
    [Race("Ended", "NotStarted")]
    public static async Task Stop_is_asked_for_as_soon_as_the_first_has_started()
    {
        var (play, self, stopping) = (new Play(), new TaskCompletionSource<ActorGroupRun>(TaskCreationOptions.RunContinuationsAsynchronously), Work.NewSignal());
        play.Ledger.Hears = line =>
        {
            if (line == "started a")
            {
                _ = Task.Run(StopAsync);
            }
        };
        AddThree(play);

        var run = play.Group.Start();
        self.SetResult(run);

        await stopping.Task;
        await play.EndAsync(run);
        CheckStarted(run);
        Check.That(run.Completion.IsCompletedSuccessfully && run.First is null, "Stop() makes a clean end.");

        async Task StopAsync()
        {
            (await self.Task).Stop();
            stopping.SetResult();
        }
    }

    [Race("Ended", "NotStarted")]
    public static async Task Two_stop_the_run_before_those_that_wait_have_started()
    {
        var play = new Play();
        AddThree(play);

        var run = play.Group.Start();
        await Task.WhenAll(Task.Run(run.Stop), Task.Run(() => run.DisposeAsync().AsTask()));

        await play.EndAsync(run);
        CheckStarted(run);
    }

    /// <summary>On the stack of the start itself: the rest of those that wait for nobody still start, nobody else does.</summary>
    public static async Task The_caller_cancels_between_two_starts()
    {
        var play = new Play();
        using var caller = new CancellationTokenSource();
        play.Ledger.Hears = line =>
        {
            if (line == "started a")
            {
                caller.Cancel();
            }
        };
        AddThree(play);

        var run = play.Group.Start(caller.Token);

        await play.EndAsync(run, caller.Token);
        Check.That(run.Completion.IsCanceled && run.Actors.Select(status => status.State).SequenceEqual([ActorState.Ended, ActorState.Ended, ActorState.NotStarted]), "Laws 2 and 5: who waits for nobody starts, and nobody else.");
    }

    [Race("Ended", "NotStarted")]
    public static async Task Another_task_cancels_between_two_starts()
    {
        var (play, cancelling) = (new Play(), Work.NewSignal());
        using var caller = new CancellationTokenSource();
        play.Ledger.Hears = line =>
        {
            if (line == "started a")
            {
                _ = Task.Run(Cancel);
            }
        };
        AddThree(play);

        var run = play.Group.Start(caller.Token);

        await cancelling.Task;
        await play.EndAsync(run, caller.Token);
        CheckStarted(run);
        Check.That(run.Completion.IsCanceled, "Nobody failed.");

        void Cancel()
        {
            caller.Cancel();
            cancelling.SetResult();
        }
    }

    private static void AddThree(Play play)
    {
        var a = play.Add("a", Work.UntilCancelled);
        play.Add("b", Work.UntilCancelled);
        play.Add("c", Work.UntilCancelled, after: [a]);
    }

    private static void CheckStarted(ActorGroupRun run)
    {
        Check.That(run.Actors.Take(2).All(status => status.State == ActorState.Ended), "Law 2: who waits for nobody starts, however soon the stop comes.");
        Outcomes.Count($"{run.Actors[2].State}");
    }
}
