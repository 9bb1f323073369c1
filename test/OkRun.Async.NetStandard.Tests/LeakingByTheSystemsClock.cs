#if NET // Mono's own timers keep what they were given long after they were disposed, with no core of ours in sight: there, Leaking.cs proves it on a clock that tests move
using System.Runtime.CompilerServices;
using Xunit;

namespace OkRun.Async.Tests;

/// <summary>Law 15 of the asset itself, with the timers of the system: nothing leaks and nothing is lost.</summary>
public class LeakingByTheSystemsClock
{
    [Theory]
    [InlineData("ends")]
    [InlineData("fails")]
    [InlineData("stopped")]
    [InlineData("abandoned")]
    public async Task A_finished_run_is_collected_while_its_group_and_the_callers_token_live(string how)
    {
        using var caller = new CancellationTokenSource();
        var group = new ActorGroup(new() { StopTimeout = how == "abandoned" ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromDays(1) })
        {
            {
                "first", how switch
                {
                    "ends" => Work.Nothing,
                    "fails" => Work.Fails(new InvalidOperationException("boom")),
                    "abandoned" => Work.NeverStops,
                    _ => Work.UntilTold,
                }
            },
            { "waits", Work.UntilCancelled, _ => { } },
        };

        var run = await RunOnceAsync(group, caller.Token);

        await Collected(run);
        GC.KeepAlive(group);
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
    private static async Task<WeakReference> FailInEveryWayAsync(bool isAwaited)
    {
        var (release, registered) = (new Signal(), new Signal());
        var group = new ActorGroup
        {
            { "at once", Work.ThrowsAtOnce(new MarkedException()) },
            { "when told", Work.FailsWhenTold(new MarkedException()) },
            { "many", _ => Task.WhenAll(Task.FromException(new MarkedException()), Task.FromException(new MarkedException())) },
            new Actor("hook", Work.UntilTold) { Interrupt = Hook.Throws(new MarkedException()) },
            { "callback", Work.ThrowsInItsCallback(new MarkedException(), registered) },
            new Actor("late", Work.Fails(new MarkedException(), release)) { StopTimeout = TimeSpan.FromMilliseconds(1), Interrupt = Hook.Fails(new MarkedException(), release) },
        };
        var run = group.Start();
        _ = run.Ready;
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
#endif
