namespace OkRun.Async.Tests;

/// <summary>The principle behind the laws: nothing one actor does delays the start or the stop of another.</summary>
public partial class IsolatingActors
{
    private readonly Recorder _recorder = new();

    [Fact]
    public async Task Who_blocks_before_its_first_await_does_not_delay_the_start_of_others()
    {
        var release = new Signal();
        var entered = new Signal();
        var group = new ActorGroup { { "blocks", Work.BlocksItsThread(release) }, { "other", token => { entered.Happen(); return Work.UntilTold(token); } } };

        var run = group.Start();
        await entered;
        release.Happen();
        await run.Completion.OrHang();

        Assert.Equal("blocks", run.First?.Name);
    }

    /// <summary>It may be polling its token, and the threads that would cancel it may be kept by the callbacks of others.</summary>
    [Fact]
    public async Task Who_still_blocks_its_thread_reads_its_token_as_cancelled_whatever_the_callbacks_of_others_do()
    {
        var (release, registered, entered, polled) = (new Signal(), new Signal(), new Signal(), CancellationToken.None);
        ActorGroup group = [];
        for (var left = 16; left > 0; left--)
        {
            group.Add("blocks", token => { token.Register(release.BlockThread); registered.Happen(); return Work.UntilTold(token); });
        }

        group.Add("polls", token => { polled = token; entered.Happen(); release.BlockThread(); return Task.CompletedTask; });

        var run = group.Start();
        await registered;
        await entered;
        run.Stop();
        await Eventually.True(() => polled.IsCancellationRequested);
        release.Happen();
        await run.Completion.OrHang();

        Assert.True(polled.IsCancellationRequested);
    }

    [Fact]
    public async Task Who_throws_at_once_does_not_keep_others_from_starting()
    {
        var group = new ActorGroup(new() { Observer = _recorder })
        {
            { "throws", Work.ThrowsAtOnce(new InvalidOperationException("boom")) },
            { "other", token => { _recorder.Write("entered"); return Work.UntilTold(token); }, _ => _recorder.Write("hook") },
        };

        await group.RunAsync().EndOrHang();

        _recorder.AssertOrder("started other", "entered");
        Assert.Equal(1, _recorder.Count("hook"));
    }

    [Fact]
    public async Task Who_waits_in_its_hook_for_another_actor_to_end_gets_what_it_waits_for()
    {
        var group = new ActorGroup(new() { Observer = _recorder })
        {
            new Actor("one", Work.UntilTold) { Interrupt = async (_, _) => await _recorder.Seen("ended other") },
            new Actor("other", Work.UntilTold) { Interrupt = async (_, _) => await _recorder.Seen("ended one") },
            { "ends", Work.Nothing },
        };

        var run = group.RunAsync();
        await run.OrHang();

        Assert.Equal(TaskStatus.RanToCompletion, run.Status);
    }

    [Fact]
    public async Task Who_blocks_in_a_callback_does_not_delay_others_where_nobody_has_a_hook()
    {
        var release = new Signal();
        var group = new ActorGroup(new() { Observer = _recorder });
        for (var number = 0; number < 8; number++)
        {
            group.Add(number % 2 == 0 ? new Actor($"{number}", Work.BlocksInItsCallback(new Signal(), release)) : new Actor($"{number}", Work.UntilCancelled));
        }

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await Task.WhenAll(_recorder.Seen("ended 1"), _recorder.Seen("ended 3"), _recorder.Seen("ended 5"), _recorder.Seen("ended 7"));
        var wasOver = run.Completion.IsCompleted;
        release.Happen();
        await run.Completion.OrHang();

        Assert.False(wasOver);
    }

    /// <summary>The start and the stop of an actor may be queued before the pool has run either.</summary>
    [Fact]
    public async Task Who_is_told_before_it_was_entered_is_entered_once_with_a_cancelled_token()
    {
        var held = new HeldStart();
        var group = new ActorGroup(new() { Observer = _recorder });
        group.Add("one", token => { _recorder.Write("entered"); return Work.UntilTold(token); });
        group.Add("two", token => { _recorder.Write("entered"); return Work.UntilTold(token); });

        var run = held.Start(group);
        await held.Holding;
        run.Stop();
        await Task.WhenAll(_recorder.Seen("told one"), _recorder.Seen("told two"));
        held.Release.Happen();
        await run.Completion.OrHang();

        Assert.Equal(2, _recorder.Count("entered"));
        Assert.All(run.Actors, status => Assert.Equal(ActorState.Ended, status.State));
    }

    [Fact]
    public async Task Who_says_ready_does_not_run_those_it_releases()
    {
        var stack = "";
        var group = new ActorGroup();
        var aware = group.Add(new Actor("aware", (ready, token) => SayReadyAsync(ready, token)));
        group.Add(new Actor("follower", _ => { stack = Environment.StackTrace; return Task.CompletedTask; }) { After = [aware] });

        await group.RunAsync().OrHang();

        Assert.NotEmpty(stack);
        Assert.DoesNotContain(nameof(SayReadyAsync), stack, StringComparison.Ordinal);

        static Task SayReadyAsync(Action ready, CancellationToken token)
        {
            ready();
            return Work.UntilTold(token);
        }
    }

    [Fact]
    public async Task Who_is_told_while_its_start_is_being_announced_still_starts_and_is_told_after_that()
    {
        using var caller = new CancellationTokenSource();
        var group = new ActorGroup(new() { Observer = new CancelsAtStart(_recorder, "follower", caller) });
        var plain = group.Add("plain", Work.UntilTold);
        group.Add(new Actor("follower", token => { _recorder.Write("entered"); return Work.UntilTold(token); })
        {
            After = [plain],
            Interrupt = Hook.Writes(_recorder, "hook"),
        });

        var run = group.Start(caller.Token);
        await run.Completion.EndOrHang();

        Assert.True(run.Completion.IsCanceled);
        Assert.Equal("announced follower", _recorder.Lines[0]);
        Assert.Equal(["announced follower", "entered", "hook"], _recorder.Lines.Order());
    }

    [Fact]
    public async Task Ten_thousand_actors_stop_together()
    {
        var ended = 0;
        var group = new ActorGroup();
        for (var number = 0; number < 10_000; number++)
        {
            group.Add($"{number}", async token => { await Work.UntilTold(token); Interlocked.Increment(ref ended); });
        }

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal(10_000, ended);
    }

    [Fact]
    public async Task A_hundred_nested_groups_bring_out_the_innermost_failure()
    {
        var failure = new InvalidOperationException("boom");
        var group = new ActorGroup { { "fails", Work.Fails(failure) }, { "waits", Work.UntilCancelled } };
        for (var depth = 0; depth < 100; depth++)
        {
            group = new ActorGroup { group.RunAsync, Work.UntilCancelled };
        }

        var run = group.RunAsync();
        await run.EndOrHang();

        Assert.Same(failure, Assert.Single(run.Exception!.InnerExceptions));
    }

    private sealed class CancelsAtStart(Recorder recorder, string name, CancellationTokenSource caller) : ActorGroupObserver
    {
        public override void OnStarted(Actor actor)
        {
            if (actor.Name == name)
            {
                caller.Cancel();
                recorder.Write($"announced {name}");
            }
        }
    }
}
