namespace OkRun.Async.Systematic.Scenarios;

/// <summary>Laws 2 and 8 where the pool begins nothing, or something just as the watchdog does; and actors that are told before they have begun.</summary>
public static class Rescuing
{
    public static async Task The_pool_begins_nothing()
    {
        ThreadPool.Block();
        try
        {
            var play = new Play { HookFailures = { ["b"] = new NotSupportedException("b") } };
            var a = play.Add("a", Work.UntilCancelled);
            play.Add("b", Work.UntilTold, after: [a]);
            play.Add("c", play.Fails("c"), after: [a]);

            var run = play.Group.Start();

            await play.EndAsync(run);
            Check.That(run.First?.Name == "c" && run.Completion.Exception!.InnerExceptions.Count == 2, "Law 2: nothing of a run waits for the pool.");
        }
        finally
        {
            ThreadPool.Unblock(begins: false);
        }
    }

    /// <summary>Each job is done once, whichever of the two takes it.</summary>
    [Race("Ended", "NotStarted")]
    public static async Task The_pool_begins_its_work_while_the_watchdog_rescues()
    {
        ThreadPool.Block();
        try
        {
            var play = new Play();
            var a = play.Add("a", Work.UntilCancelled);
            play.Add("b", Work.UntilCancelled, after: [a]);

            var run = play.Group.Start();
            await Task.WhenAll(Task.Run(static () => ThreadPool.Unblock(begins: true)), Task.Run(run.Stop));

            await play.EndAsync(run);
            Outcomes.Count($"{run.Actors[1].State}");
            Check.That(run.Completion.IsCompletedSuccessfully, "Nothing failed.");
        }
        finally
        {
            ThreadPool.Unblock(begins: false);
        }
    }

    public static async Task The_pool_begins_nothing_and_there_is_no_observer()
    {
        ThreadPool.Block();
        try
        {
            var (failure, hooks) = (new InvalidOperationException("callback"), 0);
            var group = new ActorGroup
            {
                {
                    "waits", token =>
                    {
                        token.Register(() => throw failure);
                        return Work.UntilTold(token);
                    }
                },
                { "ends", Work.Ends, _ => Interlocked.Increment(ref hooks) },
            };

            var running = group.RunAsync();

            await Work.Ended(running);
            Check.That(hooks == 1 && (running.IsCompletedSuccessfully || running.Exception?.InnerException == failure), "Laws 2 and 8: the hook is called, and what the callback throws comes out.");
        }
        finally
        {
            ThreadPool.Unblock(begins: false);
        }
    }

    [Race("told before it began", "told later")]
    public static async Task An_actor_is_told_before_it_has_begun()
    {
        var (play, wasCancelled, entries) = (new Play(), false, 0);
        play.Add("ends at once", static _ => Task.CompletedTask);
        foreach (var name in new[] { "a", "b" })
        {
            play.Add(name, token =>
            {
                wasCancelled |= token.IsCancellationRequested;
                Interlocked.Increment(ref entries);
                return Work.UntilCancelled(token);
            });
        }

        var run = play.Group.Start();

        await play.EndAsync(run);
        Outcomes.Count(wasCancelled ? "told before it began" : "told later");
        Check.That(entries == 2 && run.Completion.IsCompletedSuccessfully, "Law 2: an actor without dependencies always starts, once.");
    }
}
