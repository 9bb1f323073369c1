namespace OkRun.Async.Systematic.Scenarios;

/// <summary>Runs without a handle and an observer, which keep less account of their actors.</summary>
public static class Unwatched
{
    public static async Task Nobody_watches_executions_end_inside_and_beside_their_callbacks()
    {
        var (inside, beside, failure) = (Work.NewSignal(), Work.NewSignal(), new InvalidOperationException("callback"));
        var group = new ActorGroup
        {
            {
                "inside", token =>
                {
                    token.Register(() => throw failure); // runs after the one below
                    token.Register(() => inside.TrySetCanceled(token));
                    return inside.Task;
                }
            },
            {
                "beside", token =>
                {
                    token.Register(() => _ = Task.Run(beside.TrySetResult));
                    token.Register(() => beside.TrySetResult());
                    return beside.Task;
                }
            },
            { "waits", Work.UntilCancelled },
            { "ends", Work.Ends },
        };

        var running = group.RunAsync();

        await Work.Ended(running);
        Check.That(beside.Task.IsCompleted, "Law 10: over when all has ended.");
        Check.That(running.Exception?.InnerExceptions is [var only] && only == failure, "Laws 12 and 13: what the callback throws, or the registration where the token is cancelled already, is the only failure.");
    }

    public static async Task Nobody_watches_a_chain_whose_first_has_a_hook()
    {
        var (followerEnded, hooks, early) = (false, 0, 0);
        using var caller = new System.Threading.CancellationTokenSource();
        var store = new Actor("store", Work.UntilCancelled)
        {
            Interrupt = async (cause, _) =>
            {
                Check.That((cause as OperationCanceledException)?.CancellationToken == caller.Token, "Law 7: the cause is the caller's cancellation.");
                early += followerEnded ? 0 : 1;
                await Task.Yield();
                hooks++;
            },
        };
        var web = new Actor("web", async token =>
        {
            await Work.UntilTold(token);
            followerEnded = true;
        })
        { After = [store] };
        var group = new ActorGroup { store, web };
        group.Add(new Actor("cancels", token => Task.WhenAll(Task.Run(caller.Cancel, CancellationToken.None), Work.UntilTold(token))) { After = [web] });

        var running = group.RunAsync(caller.Token);

        await Work.Ended(running);
        Check.That(running.IsCanceled && hooks == 1 && early == 0, $"Laws 8, 9 and 12: {running.Status}, {hooks} hooks, {early} early.");
    }
}
