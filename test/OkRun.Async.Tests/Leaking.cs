using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;

namespace OkRun.Async.Tests;

/// <summary>Law 15: nothing leaks and nothing is lost.</summary>
public class Leaking
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("ends")]
    [InlineData("fails")]
    [InlineData("stopped")]
    public async Task A_finished_run_is_collected_while_its_group_and_the_callers_token_live(string how)
    {
        using var caller = new CancellationTokenSource();
        var clock = new FakeTimeProvider();
        var group = new ActorGroup(new() { TimeProvider = clock, StopTimeout = _second })
        {
            { "first", how switch { "ends" => Work.Nothing, "fails" => Work.Fails(new InvalidOperationException("boom")), _ => Work.UntilTold } },
            { "waits", Work.UntilCancelled, _ => { } },
        };

        var run = await RunOnceAsync(group, caller.Token);

        await Collected(run);
        GC.KeepAlive(group);
        GC.KeepAlive(clock);
    }

    /// <summary>A cached request or a linked source that is not disposed keeps the token of its actor for long.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_that_is_kept_keeps_nothing_of_the_run(bool hasHooks)
    {
        CancellationToken kept = default;
        var group = new ActorGroup { { "keeps its token", token => { kept = token; return Work.UntilCancelled(token); } } };
        if (hasHooks)
        {
            group.Add("has a hook", Work.UntilCancelled, _ => { });
        }

        var run = await RunOnceAsync(group, CancellationToken.None);

        await Collected(run);
        Assert.True(kept.IsCancellationRequested);
    }

    [Fact]
    public async Task A_run_whose_actor_was_abandoned_is_collected_with_it()
    {
        using var caller = new CancellationTokenSource();
        var clock = new FakeTimeProvider();
        var group = new ActorGroup(new() { TimeProvider = clock, StopTimeout = _second });

        var run = await AbandonOnceAsync(group, clock, caller.Token);

        await Collected(run);
        GC.KeepAlive(group);
        GC.KeepAlive(clock);
    }

    [Fact]
    public async Task No_exception_of_a_run_that_was_awaited_or_disposed_is_unobserved()
    {
        var unobserved = new List<Exception>();
        EventHandler<UnobservedTaskExceptionEventArgs> hear = (_, args) =>
        {
            lock (unobserved)
            {
                unobserved.AddRange(args.Exception.Flatten().InnerExceptions.OfType<MarkedException>());
            }
        };
        TaskScheduler.UnobservedTaskException += hear;

        var tasks = new List<WeakReference>();
        for (var round = 0; round < 20; round++)
        {
            tasks.Add(await FailInEveryWayAsync(round % 2 == 0));
        }

        foreach (var task in tasks)
        {
            await Collected(task);
        }

        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= hear;

        Assert.Empty(unobserved);
    }

    [Fact]
    public async Task No_timer_is_made_without_a_time_limit_and_none_is_left()
    {
        var clock = new CountingClock();
        var unlimited = new ActorGroup(new() { TimeProvider = clock }) { { "ends", Work.Nothing, _ => { } }, { "waits", Work.UntilTold } };
        var limited = new ActorGroup(new() { TimeProvider = clock, StopTimeout = _second }) { { "ends", Work.Nothing, _ => { } }, { "waits", Work.UntilTold } };

        await unlimited.RunAsync().OrHang();
        Assert.Equal(0, clock.Made);
        await limited.RunAsync().OrHang();

        Assert.InRange(clock.Made, 1, 2); // none for who has stopped before it is made
        Assert.Equal(clock.Made, clock.Disposed);
    }

    [Fact]
    public async Task The_thread_of_a_blocking_actor_ends_with_it()
    {
        var threads = new List<Thread>();
        var group = new ActorGroup
        {
            Actor.Blocking("one", token => { Keep(); token.WaitHandle.WaitOne(); }),
            Actor.Blocking("two", _ => Keep()),
        };

        await group.RunAsync().OrHang();

        Assert.Equal(2, threads.Count);
        Assert.All(threads, thread => Assert.True(thread.Join(Deadline.Hung)));

        void Keep()
        {
            lock (threads)
            {
                threads.Add(Thread.CurrentThread);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> RunOnceAsync(ActorGroup group, CancellationToken caller)
    {
        var run = group.Start(caller);
        await run.Ready.EndOrHang();
        run.Stop();
        await run.Completion.EndOrHang();
        return new(run);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> AbandonOnceAsync(ActorGroup group, FakeTimeProvider clock, CancellationToken caller)
    {
        var hook = new Signal();
        if (group.Count == 0)
        {
            group.Add(new Actor("stuck", Work.NeverStops) { Interrupt = Hook.Signals(hook) });
        }

        var run = group.Start(caller);
        run.Stop();
        await hook;
        clock.Advance(_second);
        await run.Completion.EndOrHang();
        return new(run);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> FailInEveryWayAsync(bool isAwaited)
    {
        var (release, hook, registered) = (new Signal(), new Signal(), new Signal());
        var clock = new FakeTimeProvider();
        var group = new ActorGroup(new() { TimeProvider = clock })
        {
            { "at once", Work.ThrowsAtOnce(new MarkedException()) },
            { "when told", Work.FailsWhenTold(new MarkedException()) },
            { "many", _ => Task.WhenAll(Task.FromException(new MarkedException()), Task.FromException(new MarkedException())) },
            new Actor("hook", Work.UntilTold) { Interrupt = Hook.Throws(new MarkedException()) },
            { "callback", Work.ThrowsInItsCallback(new MarkedException(), registered) },
            new Actor("expected", Work.FailsWhenTold(new MarkedException())) { ExpectedOnStop = _ => true },
            new Actor("late", Work.Fails(new MarkedException(), release)) { StopTimeout = _second, Interrupt = FailsLate },
        };
        var run = group.Start();
        _ = run.Ready;
        await hook;
        clock.Advance(_second);
        if (isAwaited)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => run.Completion.OrHang());
        }
        else
        {
            await run.DisposeAsync().AsTask().OrHang();
        }

        release.Happen();
        return new(run);

        async Task FailsLate(Exception? cause, CancellationToken deadline)
        {
            deadline.Register(() => throw new MarkedException());
            hook.Happen();
            await release.Happened;
            throw new MarkedException();
        }
    }

    private static Task Collected(WeakReference reference) => Eventually.True(() =>
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return !reference.IsAlive;
    });

#pragma warning disable CA1032 // nobody else makes one
    private sealed class MarkedException : Exception;
#pragma warning restore CA1032
}
