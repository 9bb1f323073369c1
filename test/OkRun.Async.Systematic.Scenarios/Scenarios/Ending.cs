namespace OkRun.Async.Systematic.Scenarios;

/// <summary>Laws 1, 10 and 11: time limits, nesting, and runs beside each other.</summary>
public static class Ending
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [Race("Abandoned", "Ended")]
    public static async Task A_time_limit_versus_the_end()
    {
        var play = new Play(new RacingClock());
        var store = play.Add("store", Work.UntilCancelled);
        play.Add("a", Work.UntilCancelled, after: [store], limit: _second);
        play.Add("b", play.Fails("b"), after: [store]);

        var run = play.Group.Start();

        await play.EndAsync(run);
        Outcomes.Count($"{run.Actors[1].State}");
    }

    public static async Task A_time_limit_for_a_hook_that_hangs()
    {
        var (play, released) = (new Play(new RacingClock()), Work.NewSignal());
        play.Add("a", Work.UntilCancelled, limit: _second);
        play.Add("b", Work.Ends);
        play.Hooks["a"] = () => released.Task;

        var run = play.Group.Start();

        await Work.Ended(run.Completion);
        Check.That(run.Actors[0].State == ActorState.Abandoned && run.Completion.Exception!.InnerException is StopTimeoutException, "Law 11: the limit bounds hooks too.");
        released.SetResult();
    }

    public static async Task A_time_limit_for_an_actor_that_never_stops()
    {
        var (play, released) = (new Play(new RacingClock()), Work.NewSignal());
        var store = play.Add("store", Work.UntilCancelled);
        play.Add("a", _ => released.Task, after: [store], limit: _second);
        play.Add("b", _ => released.Task, after: [store], limit: _second);

        var run = play.Group.Start();
        await run.Ready;
        run.Stop();

        await play.EndAsync(run);
        released.SetResult();
        Check.That(run.Completion.Exception!.InnerExceptions.Count == 1, "Law 11: one exception names both.");
    }

    public static async Task Nested_groups()
    {
        var (outer, inner) = (new Play(), new Play());
        inner.Add("x", inner.Fails("x"));
        inner.Add("y", Work.UntilCancelled);
        var nested = outer.Add("inner", inner.Group.RunAsync);
        outer.Add("z", Work.UntilCancelled);

        var run = outer.Group.Start();

        await Work.Ended(run.Completion);
        Check.That(run.First == nested && run.Completion.Exception!.InnerException!.Message == "x", "A failure comes up through the groups.");
        Laws.CheckLines(run.Actors, run.First, outer.Ledger.Lines);
        Check.That(inner.Ledger.Lines[^1] == "stopped", "Law 10: the inner run is over before the outer.");
    }

    [Race("x first", "y first")]
    public static async Task Nested_groups_and_their_failures_are_told_all()
    {
        var (outer, inner) = (new Play(), new Play());
        inner.Add("x", inner.Fails("x"));
        inner.Add("y", inner.Fails("y"));
        outer.Group.Add("inner", inner.Group.RunAsync);

        await using var run = outer.Group.Start();

        await Work.Ended(run.Completion);
        Check.That(run.Completion.Exception!.InnerExceptions.Count == 2, "Law 13: a nested group brings all its exceptions.");
        Outcomes.Count($"{run.Completion.Exception.InnerException!.Message} first");
    }

    [Race("1 fails", "2 fails")]
    public static async Task Overlapping_runs_of_one_group()
    {
        var (play, failure, entered, causes) = (new Play(), new InvalidOperationException("a"), 0, new List<Exception?>());
        play.Group.Add("a", async token =>
        {
            await (Interlocked.Increment(ref entered) == 1 ? Task.FromException(failure) : Work.UntilTold(token));
        });
        var b = play.Group.Add(new Actor("b", Work.UntilTold) { Interrupt = (cause, _) => NoteAsync(cause) });
        play.Group.Add(new Actor("c", Work.UntilCancelled) { After = [b], Interrupt = (cause, _) => NoteAsync(cause) });

        var (one, two) = (play.Group.Start(), play.Group.Start());
        await Task.WhenAny(one.Completion, two.Completion);
        var (failed, other) = one.Completion.IsCompleted ? (one, two) : (two, one);
        await other.Ready;
        var isUntouched = !other.Completion.IsCompleted && other.First is null && other.Actors.All(status => status is { State: ActorState.Ready, Exception: null });
        other.Stop();
        await Work.Ended(other.Completion);

        play.Group.Add("d", Work.Ends);
        Outcomes.Count(failed == one ? "1 fails" : "2 fails");
        Check.That(isUntouched, "Law 1: what one run does, the other does not see.");
        Check.That(failed.First?.Name == "a" && ReferenceEquals(failed.Completion.Exception?.InnerExceptions.Single(), failure), "Law 12: the failure comes out of its own run.");
        Check.That(other.First is null && other.Completion.IsCompletedSuccessfully && other.Actors.All(status => status is { State: ActorState.Ended, Exception: null }), "Law 1: and of no other.");
        var others = causes.Count(cause => cause is null);
        Check.That(others == 2 && causes.Count - others is 1 or 2 && causes.All(cause => cause is null || cause == failure), "Law 7: each run has its own cause.");

        async Task NoteAsync(Exception? cause)
        {
            await Task.Yield();
            lock (play)
            {
                causes.Add(cause);
            }
        }
    }

    [Race("added", "refused")]
    public static async Task Add_versus_the_end_of_a_run()
    {
        var (play, ending) = (new Play(), Work.NewSignal());
        play.Ledger.Hears = line => _ = line == "stopped" && ending.TrySetResult(); // the last moment before the run is over
        play.Group.Add("a", Work.Ends);

        var run = play.Group.Start();
        await ending.Task;
        var wasOver = run.Completion.IsCompleted;
        try
        {
            play.Group.Add("b", Work.Ends);
            Outcomes.Count("added");
            Check.That(run.Completion.IsCompleted, "Law 1: Add works only once the run is over.");
        }
        catch (InvalidOperationException)
        {
            Outcomes.Count("refused");
            Check.That(!wasOver, "Law 1: Add works from the moment the run is over.");
        }

        await run.Completion;
    }

    public static async Task A_blocking_actor()
    {
        var play = new Play();
        var (told, hook) = (Work.NewSignal(), 0);
        play.Group.Add(Actor.Blocking("blocks", _ => Work.Block(told.Task), _ =>
        {
            hook++;
            told.SetResult();
        }));
        play.Group.Add("ends", Work.Ends);

        await play.Group.RunAsync();

        Check.That(hook == 1, "Law 8: the hook is called exactly once.");
    }
}
