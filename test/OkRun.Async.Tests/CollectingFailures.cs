using System.Runtime.CompilerServices;

namespace OkRun.Async.Tests;

/// <summary>Laws 12 and 13: which exceptions come out, and in which order.</summary>
public class CollectingFailures
{
    private readonly InvalidOperationException _first = new("first");
    private readonly ArgumentException _second = new("second");
    private readonly NotSupportedException _third = new("third");
    private readonly Recorder _recorder = new();

    [Fact]
    public async Task No_exception_completes_the_task()
    {
        var run = new ActorGroup { { "ends", Work.Nothing }, { "waits", Work.UntilCancelled } }.RunAsync();

        await run.OrHang();

        Assert.Equal(TaskStatus.RanToCompletion, run.Status);
    }

    [Fact]
    public async Task All_exceptions_come_out_in_the_order_of_time()
    {
        var (one, two, three) = (new Signal(), new Signal(), new Signal());
        var group = Group();
        group.Add("last", Work.Fails(_third, three));
        group.Add("middle", Work.Fails(_second, two));
        group.Add("early", Work.Fails(_first, one));

        var run = group.RunAsync();
        one.Happen();
        await _recorder.Seen("ended early");
        two.Happen();
        await _recorder.Seen("ended middle");
        three.Happen();
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => run.OrHang());

        Assert.Same(_first, thrown);
        Assert.Equal([_first, _second, _third], run.Exception!.InnerExceptions);
    }

    [Fact]
    public async Task An_exception_keeps_its_instance_and_its_stack()
    {
        var group = new ActorGroup { { "fails", _ => { ThrowFromHere(); return Task.CompletedTask; } } };

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => group.RunAsync().OrHang());

        Assert.Contains(nameof(ThrowFromHere), thrown.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_after_a_clean_end_is_the_first_exception()
    {
        var group = Group();
        var ends = group.Add("ends", Work.Nothing);
        group.Add("fails", Work.FailsWhenTold(_first));

        var run = group.Start();
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => run.Completion.OrHang());

        Assert.Same(_first, thrown);
        Assert.Same(ends, run.First);
    }

    [Fact]
    public async Task One_instance_from_many_actors_comes_out_once()
    {
        var group = Group();
        group.Add("one", Work.Fails(_first));
        group.Add("two", Work.FailsWhenTold(_first));
        group.Add(new Actor("three", Work.UntilTold) { Interrupt = Hook.Throws(_first) });

        var run = group.Start();
        await run.Completion.EndOrHang();

        Assert.Same(_first, Assert.Single(run.Completion.Exception!.InnerExceptions));
        Assert.All(run.Actors, status => Assert.Equal((ActorState.Failed, _first), (status.State, status.Exception)));
    }

    [Fact]
    public async Task Two_instances_that_call_themselves_equal_come_out_both()
    {
        var group = Group();
        group.Add("one", Work.Fails(new AllAlikeException()));
        group.Add("two", Work.FailsWhenTold(new AllAlikeException()));

        var run = group.RunAsync();
        await run.EndOrHang();

        Assert.Equal(2, run.Exception!.InnerExceptions.Count);
    }

    [Fact]
    public async Task A_task_with_many_exceptions_brings_them_all()
    {
        var group = Group();
        group.Add("many", _ => Task.WhenAll(Task.FromException(_first), Task.FromException(_second), Task.FromException(_first)));

        var run = group.Start();
        await run.Completion.EndOrHang();

        Assert.Equal([_first, _second], run.Completion.Exception!.InnerExceptions);
        Assert.Same(_first, run.Actors[0].Exception);
    }

    [Fact]
    public async Task A_nested_group_brings_all_its_exceptions()
    {
        var inner = new ActorGroup { { "one", Work.Fails(_first) }, { "two", Work.FailsWhenTold(_second) } };
        var outer = Group();
        outer.Add(inner.RunAsync);
        outer.Add("waits", Work.FailsWhenTold(_third));

        var run = outer.RunAsync();
        await run.EndOrHang();

        Assert.Equal([_first, _second, _third], run.Exception!.InnerExceptions);
    }

    [Fact]
    public async Task A_nested_group_that_is_told_to_stop_is_no_failure()
    {
        var outer = new ActorGroup();
        outer.Add(new ActorGroup { { "waits", Work.UntilCancelled } }.RunAsync);
        outer.Add("ends", Work.Nothing);

        var run = outer.RunAsync();
        await run.OrHang();

        Assert.Equal(TaskStatus.RanToCompletion, run.Status);
    }

    [Fact]
    public async Task An_aggregate_thrown_by_hand_is_one_exception()
    {
        var aggregate = new AggregateException(_first, _second);
        var group = new ActorGroup { { "throws", Work.ThrowsAtOnce(aggregate) } };

        var run = group.RunAsync();
        await run.EndOrHang();

        Assert.Same(aggregate, Assert.Single(run.Exception!.InnerExceptions));
    }

    [Fact]
    public async Task A_null_task_is_a_failure_that_names_the_actor()
    {
        var group = new ActorGroup { { "web", Work.ReturnsNull } };

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => group.RunAsync().OrHang());

        Assert.Equal("Actor 'web' returned a null task.", thrown.Message);
    }

    [Fact]
    public async Task A_null_task_of_a_hook_is_a_failure_that_names_the_actor()
    {
        var group = new ActorGroup { new Actor("web", Work.Nothing) { Interrupt = (_, token) => Work.ReturnsNull(token) } };

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => group.RunAsync().OrHang());

        Assert.Equal("The interrupt hook of actor 'web' returned a null task.", thrown.Message);
    }

    [Fact]
    public async Task What_a_hook_throws_at_once_or_later_is_a_failure()
    {
        var later = new Signal();
        var group = Group();
        group.Add(new Actor("at once", Work.UntilTold) { Interrupt = Hook.Throws(_first) });
        group.Add(new Actor("later", Work.UntilTold) { Interrupt = Hook.Fails(_second, later) });

        var run = group.Start();
        run.Stop();
        await Eventually.True(() => run.Actors[0].Exception is not null);
        later.Happen();
        await run.Completion.EndOrHang();

        Assert.Equal([_first, _second], run.Completion.Exception!.InnerExceptions);
        Assert.Null(run.First);
    }

    [Fact]
    public async Task What_callbacks_of_a_token_throw_is_a_failure_each()
    {
        var registered = new Signal();
        var group = Group();
        group.Add("throws", async token =>
        {
            token.Register(() => throw _second);
            token.Register(() => throw _first); // callbacks run in reverse
            registered.Happen();
            await Work.UntilTold(token);
        });

        var run = group.Start();
        await registered;
        run.Stop();
        await run.Completion.EndOrHang();

        Assert.Equal([_first, _second], run.Completion.Exception!.InnerExceptions);
        Assert.Equal((ActorState.Failed, _first), (run.Actors[0].State, run.Actors[0].Exception));
    }

    [Fact]
    public async Task A_failure_while_a_caller_cancels_wins_over_the_cancellation()
    {
        using var caller = new CancellationTokenSource();
        var run = new ActorGroup { { "fails", Work.FailsWhenTold(_first) }, { "waits", Work.UntilCancelled } }.RunAsync(caller.Token);

        await caller.CancelAsync();
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => run.OrHang());

        Assert.Same(_first, thrown);
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // Mono would
    private static void ThrowFromHere() => throw new InvalidOperationException("from here");

    private ActorGroup Group() => new(new() { Observer = _recorder });

#pragma warning disable CA1032 // nobody else makes one
    private sealed class AllAlikeException : Exception
    {
        public override bool Equals(object? obj) => obj is AllAlikeException;

        public override int GetHashCode() => 0;
    }
#pragma warning restore CA1032
}
