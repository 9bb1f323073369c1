namespace OkRun.Async.Tests;

/// <summary>Law 1: a group is a definition, each run is independent.</summary>
public class RunningGroupsAgain
{
    [Fact]
    public async Task Runs_may_follow_each_other()
    {
        var executed = 0;
        var hooks = 0;
        var group = new ActorGroup
        {
            { "ends", _ => { Interlocked.Increment(ref executed); return Task.CompletedTask; }, _ => Interlocked.Increment(ref hooks) },
        };

        for (var round = 0; round < 3; round++)
        {
            await group.RunAsync().OrHang();
        }

        Assert.Equal((3, 3), (executed, hooks));
    }

    [Fact]
    public async Task Runs_may_overlap_and_end_apart()
    {
        var group = new ActorGroup { { "waits", Work.UntilCancelled } };
        var one = group.Start();
        await using var other = group.Start();
        await Task.WhenAll(one.Ready, other.Ready).OrHang();

        one.Stop();
        await one.Completion.OrHang();

        Assert.False(other.Completion.IsCompleted);
        Assert.Equal(ActorState.Ready, other.Actors[0].State);
        Assert.Equal(ActorState.Ended, one.Actors[0].State);
    }

    [Fact]
    public async Task A_run_that_failed_says_nothing_of_the_next()
    {
        var failures = new Queue<Exception?>([new InvalidOperationException("boom"), null]);
        var group = new ActorGroup { { "once", _ => failures.Dequeue() is { } failure ? Task.FromException(failure) : Task.CompletedTask } };

        var one = group.RunAsync();
        await one.EndOrHang();
        var other = group.RunAsync();
        await other.OrHang();

        Assert.True(one.IsFaulted);
        Assert.Equal(TaskStatus.RanToCompletion, other.Status);
    }

    [Fact]
    public async Task Add_while_a_run_is_active_throws_and_disturbs_nothing()
    {
        var group = new ActorGroup { { "waits", Work.UntilTold } };
        await using var run = group.Start();

        var thrown = Assert.Throws<InvalidOperationException>(() => group.Add("late", Work.Nothing));

        Assert.Contains("'late'", thrown.Message, StringComparison.Ordinal);
        Assert.Single(group);
        Assert.False(run.Completion.IsCompleted);
    }

    [Fact]
    public async Task Add_throws_while_the_last_of_two_runs_is_active()
    {
        var group = new ActorGroup { { "waits", Work.UntilTold } };
        var one = group.Start();
        var other = group.Start();
        one.Stop();
        await one.Completion.OrHang();

        Assert.Throws<InvalidOperationException>(() => group.Add("late", Work.Nothing));
        other.Stop();
        await other.Completion.OrHang();
        group.Add("in time", Work.Nothing);

        Assert.Equal(2, group.Count);
    }

    [Fact]
    public async Task Add_throws_as_long_as_a_run_stops()
    {
        var release = new Signal();
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = recorder }) { { "stays", Work.IgnoresCancellation(release) } };
        var run = group.Start();
        run.Stop();
        await recorder.Seen("told stays");

        Assert.Throws<InvalidOperationException>(() => group.Add("late", Work.Nothing));
        release.Happen();
        await run.Completion.OrHang();

        Assert.NotNull(group.Add("in time", Work.Nothing));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Add_works_again_from_the_moment_Completion_has_completed(bool isSynchronous)
    {
        var options = isSynchronous ? TaskContinuationOptions.ExecuteSynchronously : TaskContinuationOptions.None;
        for (var round = 0; round < 200; round++)
        {
            var group = new ActorGroup { { "ends", Work.Nothing } };

            var added = group.RunAsync().ContinueWith(_ => group.Add("next", Work.Nothing), CancellationToken.None, options, TaskScheduler.Default);

            Assert.Equal("next", (await added.OrHang()).Name);
        }
    }

    [Fact]
    public async Task A_run_takes_the_actors_of_its_moment()
    {
        var group = new ActorGroup { { "one", Work.Nothing } };
        var before = group.Start();
        await before.Completion.OrHang();

        group.Add("two", Work.Nothing);
        var after = group.Start();
        await after.Completion.OrHang();

        Assert.Equal(["one"], before.Actors.Select(status => status.Actor.Name));
        Assert.Equal(["one", "two"], after.Actors.Select(status => status.Actor.Name));
    }

    [Fact]
    public void An_empty_group_completes_at_once()
    {
        var run = new ActorGroup().RunAsync();

        Assert.Equal(TaskStatus.RanToCompletion, run.Status);
    }

    [Fact]
    public async Task An_actor_may_be_in_several_groups()
    {
        var executed = 0;
        Actor shared = new("shared", _ => { Interlocked.Increment(ref executed); return Task.CompletedTask; });

        await Task.WhenAll(new ActorGroup { shared }.RunAsync(), new ActorGroup { shared, { "waits", Work.UntilTold } }.RunAsync()).OrHang();

        Assert.Equal(2, executed);
    }

    [Fact]
    public async Task An_actor_may_run_its_own_group_again()
    {
        var depth = 0;
        ActorGroup group = [];
        group.Add("recursive", async token =>
        {
            if (Interlocked.Increment(ref depth) < 5)
            {
                await group.RunAsync(token);
            }
        });

        await group.RunAsync().OrHang();

        Assert.Equal(5, depth);
    }

    [Fact]
    public async Task Two_actors_may_bear_one_name()
    {
        var group = new ActorGroup { { "twin", Work.Nothing }, { "twin", Work.UntilTold } };

        var run = group.Start();
        await run.Completion.OrHang();

        Assert.Same(group.First(), run.First);
    }

    [Fact]
    public async Task Disposing_stops_and_waits_and_throws_nothing()
    {
        var recorder = new Recorder();
        var run = new ActorGroup(new() { Observer = recorder }) { { "fails", Work.FailsWhenTold(new InvalidOperationException("boom")) } }.Start();

        await run.DisposeAsync().AsTask().OrHang();
        await run.DisposeAsync().AsTask().OrHang();

        Assert.True(run.Completion.IsFaulted);
        Assert.Equal("stopped", recorder.Lines[^1]);
    }

    [Fact]
    public async Task Disposing_a_run_its_caller_cancelled_throws_nothing()
    {
        using var caller = new CancellationTokenSource();
        var run = new ActorGroup { { "waits", Work.UntilCancelled } }.Start(caller.Token);
        await caller.CancelAsync();

        await run.DisposeAsync().AsTask().OrHang();

        Assert.True(run.Completion.IsCanceled);
    }
}
