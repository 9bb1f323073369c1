using CsCheck;

namespace OkRun.Async.Tests;

/// <summary>A run that nobody holds a handle of or observes keeps less account of its actors: all the laws hold in it just as well.</summary>
public class WatchingChangesNothing
{
    private enum Sort
    {
        EndsElsewhere,
        EndsInItsCallback,
        EndsAfterItsCallbacks,
        FailsInItsCallback,
        ThrowsInItsCallback,
        IsOneShot,
        EndsWithItsHook,
        ThrowsInItsHook,
    }

    /// <summary>The same group run both ways comes to the same outcome, with the same failures and hooks.</summary>
    [Fact]
    public async Task Generated_groups_end_alike() =>
        await Gen.Enum<Sort>().Array[1, 8].Select(Gen.Bool.Array[8]).SampleAsync(
            async (sorts, chained) => Assert.Equal(await OutcomeAsync(sorts, chained, watched: true), await OutcomeAsync(sorts, chained, watched: false)), iter: 500, threads: 1);

    /// <summary>The pool runs what a callback queues on the thread that has run the callback, mostly: its end must not be taken for one within the callbacks.</summary>
    [Fact]
    public async Task An_execution_that_ends_after_its_callbacks_on_their_thread_is_not_lost()
    {
        for (var round = 0; round < 500; round++)
        {
            var group = new ActorGroup { { "waits", Body(Sort.EndsAfterItsCallbacks, () => { }) }, { "ends", Work.Nothing } };

            await group.RunAsync().OrHang();
        }
    }

    [Fact]
    public async Task An_execution_that_ends_in_a_callback_waits_for_the_callbacks_that_follow()
    {
        var (blocking, release) = (new Signal(), new Signal());
        var group = new ActorGroup
        {
            {
                "waits", token =>
                {
                    var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    token.Register(() =>
                    {
                        blocking.Happen();
                        release.BlockThread();
                    });
                    token.Register(ended.SetResult); // runs before the one that blocks
                    return ended.Task;
                }
            },
            { "ends", Work.Nothing },
        };

        var running = group.RunAsync();
        await blocking;

        Assert.False(running.IsCompleted);
        release.Happen();
        await running.OrHang();
    }

    [Fact]
    public async Task What_fails_in_a_callback_keeps_its_place_before_what_the_next_callback_throws()
    {
        var (first, second) = (new InvalidOperationException("execute"), new InvalidOperationException("callback"));
        var awaited = new AwaitedExecutions(1);
        var group = new ActorGroup
        {
            {
                "fails twice", token =>
                {
                    var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    token.Register(() => throw second);
                    token.Register(() => ended.SetException(first));
                    awaited.Enter();
                    return ended.Task;
                }
            },
            { "ends", Work.IgnoresCancellation(awaited.All) },
        };

        var running = group.RunAsync();
        await running.EndOrHang();

        Assert.Equal([first, second], running.Exception!.InnerExceptions);
    }

    private static async Task<string> OutcomeAsync(Sort[] sorts, bool[] chained, bool watched)
    {
        var (entered, hooks) = (0, 0);
        var everybodyIsIn = new Signal();
        var group = new ActorGroup(new() { Observer = watched ? new Recorder() : null });
        Actor? previous = null;
        for (var i = 0; i < sorts.Length; i++)
        {
            var sort = sorts[i];
            previous = group.Add(new Actor($"{i} {sort}", Body(sort, Enter, out var hook))
            {
                After = chained[i] && previous is not null ? [previous] : [],
                OneShot = sort == Sort.IsOneShot,
                Interrupt = hook is null ? null : (_, _) => Interlocked.Increment(ref hooks) > 0 ? hook() : Task.CompletedTask,
            });
        }

        group.Add("ends", Work.IgnoresCancellation(everybodyIsIn));
        var running = group.RunAsync();
        await running.EndOrHang();

        var failures = running.Exception?.InnerExceptions.Select(failure => failure.Message).Order(StringComparer.Ordinal);
        return $"{running.Status}, {entered} entered, {hooks} hooks, {string.Join(" ", failures?.ToArray() ?? [])}";

        void Enter()
        {
            if (Interlocked.Increment(ref entered) == sorts.Length)
            {
                everybodyIsIn.Happen();
            }
        }
    }

    private static Func<CancellationToken, Task> Body(Sort sort, Action enter) => Body(sort, enter, out _);

    private static Func<CancellationToken, Task> Body(Sort sort, Action enter, out Func<Task>? hook)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task EndAsync(Exception? failure)
        {
            ended.SetResult();
            return failure is null ? Task.CompletedTask : throw failure;
        }

        hook = sort switch
        {
            Sort.EndsWithItsHook => () => EndAsync(null),
            Sort.ThrowsInItsHook => () => EndAsync(new InvalidOperationException("hook")),
            _ => null,
        };
        return token =>
        {
            switch (sort)
            {
                case Sort.EndsElsewhere:
                    enter();
                    return Work.UntilCancelled(token);
                case Sort.IsOneShot:
                    ended.SetResult();
                    break;
                case Sort.EndsInItsCallback:
                    token.Register(ended.SetCanceled);
                    break;
                case Sort.EndsAfterItsCallbacks:
                    token.Register(() => ThreadPool.UnsafeQueueUserWorkItem(static source => source.SetResult(), ended, preferLocal: true));
                    break;
                case Sort.FailsInItsCallback:
                    token.Register(() => ended.SetException(new InvalidOperationException("execute")));
                    break;
                case Sort.ThrowsInItsCallback:
                    token.Register(() => throw new InvalidOperationException("callback"));
                    token.Register(ended.SetResult);
                    break;
            }

            enter();
            return ended.Task;
        };
    }
}
