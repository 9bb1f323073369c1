namespace OkRun.Async.Tests;

/// <summary>Law 8: how started actors are told to stop.</summary>
public class TellingActors
{
    [Fact]
    public async Task The_token_is_cancelled_before_the_hook_is_called()
    {
        CancellationToken token = default;
        var (entered, wasCancelled) = (new Signal(), false);
        var group = new ActorGroup
        {
            { "waits", own => { token = own; entered.Happen(); return Work.UntilTold(own); }, _ => wasCancelled = token.IsCancellationRequested },
            { "ends", Work.IgnoresCancellation(entered) },
        };

        await group.RunAsync().OrHang();

        Assert.True(wasCancelled);
    }

    [Fact]
    public async Task Every_token_reads_as_cancelled_before_any_hook_is_called()
    {
        var tokens = new CancellationToken[200];
        var allCancelled = 0;
        var group = new ActorGroup();
        for (var index = 0; index < tokens.Length; index++)
        {
            var own = index;
            group.Add($"{index}", token => { tokens[own] = token; return Work.UntilTold(token); }, Look);
        }

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal(tokens.Length, allCancelled);

        void Look(Exception? cause)
        {
            if (Array.TrueForAll(tokens, token => token.IsCancellationRequested || !token.CanBeCanceled))
            {
                Interlocked.Increment(ref allCancelled);
            }
        }
    }

    [Fact]
    public async Task Every_hook_is_called_exactly_once_also_of_actors_that_have_ended()
    {
        var recorder = new Recorder();
        var release = new Signal();
        var group = new ActorGroup(new() { Observer = recorder });
        group.Add(new Actor("one-shot", Work.Nothing) { OneShot = true, Interrupt = Hook.Writes(recorder, "hook one-shot") });
        group.Add(new Actor("ends", Work.Ends(release)) { Interrupt = Hook.Writes(recorder, "hook ends") });
        group.Add(new Actor("fails", Work.FailsWhenTold(new InvalidOperationException("boom"))) { Interrupt = Hook.Writes(recorder, "hook fails") });
        group.Add(new Actor("waits", Work.UntilTold) { Interrupt = Hook.Writes(recorder, "hook waits") });

        var run = group.Start();
        await run.Ready.OrHang();
        release.Happen();
        await run.Completion.EndOrHang();
        run.Stop();

        Assert.Equal(["hook ends", "hook fails", "hook one-shot", "hook waits"], recorder.Lines.Where(line => line.StartsWith("hook", StringComparison.Ordinal)).Order());
        Assert.All(group, actor => Assert.Equal(1, recorder.Count($"told {actor.Name}")));
    }

    [Fact]
    public async Task A_hook_waits_until_execute_has_been_entered()
    {
        var held = new HeldStart();
        var log = new Recorder();
        var group = new ActorGroup();
        group.Add("one", token => { log.Write("entered one"); return Work.UntilTold(token); }, _ => log.Write("hook one"));
        group.Add("two", token => { log.Write("entered two"); return Work.UntilTold(token); }, _ => log.Write("hook two"));

        var run = held.Start(group);
        await held.Holding;
        run.Stop();
        await await Task.WhenAny(log.Seen("hook one"), log.Seen("hook two"));
        await Eventually.EverybodyHadATurn();
        var before = log.Lines;
        held.Release.Happen();
        await run.Completion.OrHang();

        Assert.Single(before, line => line.StartsWith("hook", StringComparison.Ordinal));
        Assert.Equal(["entered one", "entered two", "hook one", "hook two"], log.Lines.Order());
    }

    /// <summary>The observer is still busy with "ready", just before <c>execute</c> is entered, when the run stops.</summary>
    [Fact]
    public async Task A_hook_waits_until_execute_has_been_entered_however_long_an_observer_takes()
    {
        var log = new Recorder();
        var observer = new HoldsAtReady(log);
        var group = new ActorGroup(new() { Observer = observer });
        group.Add(new Actor("held", token => { log.Write("entered"); return Work.UntilTold(token); }) { Interrupt = Hook.Writes(log, "hook") });

        var run = group.Start();
        await log.Seen("holding");
        run.Stop();
        await Eventually.EverybodyHadATurn();
        var before = log.Lines;
        observer.Release.Happen();
        await run.Completion.OrHang();

        Assert.Equal(["holding"], before);
        Assert.Equal(["entered", "holding", "hook"], log.Lines.Order());
    }

    [Fact]
    public async Task Who_blocks_its_thread_is_told_by_its_hook()
    {
        var (unblock, entered) = (new Signal(), new Signal());
        var group = new ActorGroup
        {
            { "blocks", _ => { entered.Happen(); unblock.BlockThread(); return Task.CompletedTask; }, _ => unblock.Happen() },
            { "ends", Work.IgnoresCancellation(entered) },
        };

        var run = group.Start();
        await run.Completion.OrHang();

        Assert.Equal("ends", run.First?.Name);
    }

    [Theory]
    [InlineData("hook hangs")]
    [InlineData("hook blocks")]
    [InlineData("callback blocks")]
    [InlineData("callback throws")]
    [InlineData("hook throws")]
    [InlineData("ignores its token")]
    public async Task What_one_actor_does_when_told_does_not_keep_another_from_being_told(string sin)
    {
        var (sinning, release, other) = (new Signal(), new Signal(), new Signal());
        var failure = new InvalidOperationException("boom");
        var sinner = sin switch
        {
            "hook hangs" => new Actor(sin, Work.UntilTold) { Interrupt = Hook.Hangs(sinning, release) },
            "hook blocks" => new Actor(sin, Work.UntilTold) { Interrupt = (_, _) => { release.BlockThread(); return Task.CompletedTask; } },
            "callback blocks" => new Actor(sin, Work.BlocksInItsCallback(sinning, release)),
            "callback throws" => new Actor(sin, Work.ThrowsInItsCallback(failure, sinning)),
            "hook throws" => new Actor(sin, Work.UntilTold) { Interrupt = Hook.Throws(failure) },
            _ => new Actor(sin, Work.IgnoresCancellation(release)),
        };
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder }) { sinner, { "other", Work.UntilTold, _ => other.Happen() } };

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await other;
        await recorder.Seen("ended other");
        var wasOver = run.Completion.IsCompleted;
        release.Happen();
        await run.Completion.EndOrHang();

        Assert.Equal(sin.EndsWith("throws", StringComparison.Ordinal), run.Completion.IsFaulted);
        Assert.False(wasOver && !run.Completion.IsFaulted);
    }

    [Fact]
    public async Task A_hook_without_a_time_limit_has_a_deadline_that_never_comes()
    {
        var deadlines = new List<CancellationToken>();
        var group = new ActorGroup
        {
            new Actor("ends", Work.Nothing) { Interrupt = (_, token) => { deadlines.Add(token); return Task.CompletedTask; } },
        };

        await group.RunAsync().OrHang();

        Assert.False(Assert.Single(deadlines).CanBeCanceled);
    }

    [Fact]
    public async Task The_token_of_an_actor_that_runs_is_not_cancelled_by_the_callers_own_Cancel()
    {
        using var caller = new CancellationTokenSource();
        var recorder = new Recorder();
        var stopping = new Signal();
        var observer = new HoldsTheStop(recorder, stopping);
        CancellationToken token = default;
        var group = new ActorGroup(new() { Observer = observer }) { { "waits", own => { token = own; return Work.UntilTold(own); } } };
        var run = group.Start(caller.Token);
        await run.Ready.OrHang();

        await caller.CancelAsync();
        await recorder.Seen("holding");
        var wasCancelled = token.IsCancellationRequested;
        stopping.Happen();
        await run.Completion.EndOrHang();

        Assert.False(wasCancelled);
        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public async Task Callbacks_of_a_token_and_the_hook_run_side_by_side()
    {
        var (callback, hook) = (new Signal(), new Signal());
        var group = new ActorGroup
        {
            new Actor("meets itself", async token =>
            {
                token.Register(() => { callback.Happen(); hook.BlockThread(); });
                await Work.UntilTold(token);
            })
            {
                Interrupt = async (_, _) => { hook.Happen(); await callback; },
            },
        };

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        Assert.True(callback.HasHappened && hook.HasHappened);
    }

    private sealed class HoldsAtReady(Recorder log) : ActorGroupObserver
    {
        public Signal Release { get; } = new();

        public override void OnReady(Actor actor)
        {
            log.Write("holding");
            Release.BlockThread();
        }
    }

    private sealed class HoldsTheStop(Recorder log, Signal release) : ActorGroupObserver
    {
        public override void OnStopping(Actor? first, Exception? cause)
        {
            log.Write("holding");
            release.BlockThread();
        }
    }
}
