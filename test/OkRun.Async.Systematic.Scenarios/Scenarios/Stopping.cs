namespace OkRun.Async.Systematic.Scenarios;

/// <summary>Laws 6 to 8 and 12: who is first, and who is told what.</summary>
public static class Stopping
{
    [Race("a first", "b first")]
    public static async Task First_of_two()
    {
        var play = new Play();
        play.Add("a", play.Fails("a"));
        play.Add("b", play.Fails("b"));

        var run = play.Group.Start();

        await play.EndAsync(run);
        Outcomes.CountFirst(run);
        Check.That(run.First is not null && run.Completion.Exception!.InnerExceptions.Count == 2, "Both failures come out.");
    }

    public static async Task First_in_time_and_not_in_the_list()
    {
        var (play, second) = (new Play(), Work.NewSignal());
        play.Ledger.Hears = line => _ = line == "ended b" && second.TrySetResult();
        play.Add("a", async token =>
        {
            await second.Task;
            throw play.Thrown(new InvalidOperationException("a"));
        });
        var b = play.Add("b", play.Fails("b"));

        var run = play.Group.Start();

        await play.EndAsync(run);
        Check.That(run.First == b && run.Completion.Exception!.InnerException!.Message == "b", "Law 6: first in time, never first in the list.");
    }

    [Race("b first", "c first")]
    public static async Task First_of_three_with_failing_hooks()
    {
        var play = new Play { HookFailures = { ["a"] = new NotSupportedException("a"), ["b"] = new NotSupportedException("b"), ["c"] = new NotSupportedException("c") } };
        play.Add("a", Work.UntilCancelled);
        play.Add("b", Work.Ends);
        play.Add("c", play.Fails("c"));

        var run = play.Group.Start();

        await play.EndAsync(run);
        Outcomes.CountFirst(run);
        Check.That(run.Completion.Exception!.InnerExceptions.Count == 4, "Law 13: what hooks throw counts too.");
    }

    public static async Task A_failure_before_the_stop_is_one_even_when_it_is_a_cancellation()
    {
        var play = new Play();
        play.Add("a", async _ =>
        {
            await Task.Yield();
            throw play.Thrown(new OperationCanceledException("the call timed out"));
        });
        play.Add("b", Work.UntilCancelled);

        var run = play.Group.Start();

        await play.EndAsync(run);
        Check.That(run.Completion.IsFaulted, "Law 13: a cancellation before the stop is a failure.");
    }

    public static async Task Stop_from_inside_an_actor()
    {
        var (play, self) = (new Play(), new TaskCompletionSource<ActorGroupRun>(TaskCreationOptions.RunContinuationsAsynchronously));
        play.Add("a", async token =>
        {
            (await self.Task).Stop();
            await Work.UntilCancelled(token);
        });
        play.Add("b", Work.UntilCancelled);
        play.Hooks["b"] = async () => (await self.Task).Stop();

        var run = play.Group.Start();
        self.SetResult(run);

        await play.EndAsync(run);
        Check.That(run.First is null && run.Completion.IsCompletedSuccessfully, "Stop() makes a clean end.");
    }

    [Race("a first", "nobody first")]
    public static async Task Stop_by_several_while_an_actor_ends()
    {
        var play = new Play();
        play.Add("a", Work.Ends);
        play.Add("b", Work.UntilCancelled);

        var run = play.Group.Start();
        await Task.WhenAll(Task.Run(run.Stop), Task.Run(run.Stop));

        await play.EndAsync(run);
        Outcomes.CountFirst(run);
        Check.That(run.Completion.IsCompletedSuccessfully, "Nobody failed.");
    }

    public static async Task The_observer_calls_Stop()
    {
        var play = new Play();
        ActorGroupRun? self = null;
        play.Ledger.Hears = line =>
        {
            Volatile.Read(ref self)?.Stop();
            throw new NotSupportedException("an observer that throws is ignored");
        };
        var a = play.Add("a", Work.UntilCancelled);
        play.Add("b", Work.UntilCancelled, after: [a]);

        var run = play.Group.Start();
        Volatile.Write(ref self, run);
        await Task.Run(run.Stop);

        await play.EndAsync(run);
        Check.That(run.Completion.IsCompletedSuccessfully, "An observer decides nothing.");
    }

    [Race("b first", "nobody first")]
    public static async Task Dispose_while_running()
    {
        var play = new Play();
        play.Add("a", Work.UntilCancelled);
        play.Add("b", play.Fails("b"));

        var run = play.Group.Start();
        await Work.Ended(run.Ready); // as near to the failure as one can come
        await Task.WhenAll(run.DisposeAsync().AsTask(), run.DisposeAsync().AsTask());

        Check.That(run.Completion.IsCompleted, "Disposed is over.");
        await play.EndAsync(run);
        Outcomes.CountFirst(run);
    }
}
