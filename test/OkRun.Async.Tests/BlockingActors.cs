namespace OkRun.Async.Tests;

/// <summary><see cref="Actor.Blocking"/>: a thread of its own.</summary>
public class BlockingActors
{
    [Fact]
    public async Task It_has_a_background_thread_that_bears_its_name()
    {
        (bool IsPool, bool IsBackground, string? Name) seen = default;
        var group = new ActorGroup { Actor.Blocking("pump", _ => seen = Look(Thread.CurrentThread)) };

        await group.RunAsync().OrHang();

        Assert.Equal((false, true, "pump"), seen);

        static (bool IsPool, bool IsBackground, string? Name) Look(Thread thread) => (thread.IsThreadPoolThread, thread.IsBackground, thread.Name);
    }

    /// <summary>The run goes on by the work item of its first actor: a thread of the pool that takes that must not take the start of the actor, whose own thread has not begun yet.</summary>
    [Fact]
    public async Task It_keeps_to_its_own_thread_however_soon_the_stop_comes()
    {
        var strangers = 0;
        ActorGroup group = [Actor.Blocking("pump", _ => strangers += Thread.CurrentThread.IsThreadPoolThread ? 1 : 0)];

        for (var round = 0; round < 2_000; round++)
        {
            var run = group.Start();
            run.Stop();
            await run.Completion.OrHang();
        }

        Assert.Equal(0, strangers);
    }

    [Fact]
    public async Task Many_run_at_once_however_small_the_pool_is()
    {
        using var all = new Barrier(50);
        var group = new ActorGroup();
        for (var number = 0; number < 50; number++)
        {
            group.Add(Actor.Blocking($"{number}", _ => Assert.True(all.SignalAndWait(Deadline.Hung, CancellationToken.None))));
        }

        var run = group.RunAsync();
        await run.OrHang();

        Assert.Equal(TaskStatus.RanToCompletion, run.Status);
    }

    [Fact]
    public async Task It_is_ready_while_it_blocks()
    {
        var release = new Signal();
        var group = new ActorGroup();
        var pump = group.Add(Actor.Blocking("pump", _ => release.BlockThread()));
        group.Add(new Actor("follower", Work.UntilTold) { After = [pump] });

        var run = group.Start();
        await run.Ready.OrHang();
        release.Happen();
        await run.Completion.OrHang();

        Assert.Same(pump, run.First);
    }

    [Fact]
    public async Task Its_hook_unblocks_it_from_another_thread()
    {
        var (release, sameThread) = (new Signal(), true);
        Thread? thread = null;
        Exception? seen = null;
        var failure = new InvalidOperationException("boom");
        var entered = new Signal();
        var group = new ActorGroup
        {
            Actor.Blocking("pump", _ => { thread = Thread.CurrentThread; entered.Happen(); release.BlockThread(); }, Interrupt),
            { "fails", Work.Fails(failure, entered) },
        };

        await group.RunAsync().EndOrHang();

        Assert.Same(failure, seen);
        Assert.False(sameThread);

        void Interrupt(Exception? cause)
        {
            (seen, sameThread) = (cause, thread == Thread.CurrentThread);
            release.Happen();
        }
    }

    [Fact]
    public async Task What_it_throws_is_a_failure()
    {
        var failure = new InvalidOperationException("boom");
        var group = new ActorGroup { Actor.Blocking("pump", _ => throw failure) };

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => group.RunAsync().OrHang());

        Assert.Same(failure, thrown);
    }

    [Fact]
    public async Task A_cancellation_it_throws_once_told_is_a_normal_end()
    {
        var group = new ActorGroup
        {
            Actor.Blocking("pump", token => { token.WaitHandle.WaitOne(); token.ThrowIfCancellationRequested(); }),
            { "ends", Work.Nothing },
        };

        var run = group.RunAsync();
        await run.OrHang();

        Assert.Equal(TaskStatus.RanToCompletion, run.Status);
    }

    [Fact]
    public async Task It_may_come_after_others()
    {
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder });
        var pump = group.Add(Actor.Blocking("pump", token => token.WaitHandle.WaitOne()));
        group.Add(new Actor("web", Work.UntilTold) { After = [pump] });

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await run.Completion.OrHang();

        recorder.AssertOrder("ended web", "told pump");
    }
}
