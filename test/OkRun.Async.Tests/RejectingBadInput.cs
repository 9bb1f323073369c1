namespace OkRun.Async.Tests;

/// <summary>Misuse is told at the call, and disturbs nothing else.</summary>
public partial class RejectingBadInput
{
    private readonly Actor _actor = new("actor", Work.Nothing);

    [Fact]
    public void An_actor_needs_a_name_and_a_delegate()
    {
        Assert.Throws<ArgumentNullException>("name", () => new Actor(null!, Work.Nothing));
        Assert.Throws<ArgumentException>("name", () => new Actor("", Work.Nothing));
        Assert.Throws<ArgumentException>("name", () => new Actor(" \t", Work.Nothing));
        Assert.Throws<ArgumentNullException>("execute", () => new Actor("name", (Func<CancellationToken, Task>)null!));
        Assert.Throws<ArgumentNullException>("execute", () => new Actor("name", (Func<Action, CancellationToken, Task>)null!));
    }

    [Fact]
    public void A_blocking_actor_needs_a_name_and_a_delegate()
    {
        Assert.Throws<ArgumentNullException>("execute", () => Actor.Blocking("name", null!));
        Assert.Throws<ArgumentNullException>("name", () => Actor.Blocking(null!, _ => { }));
        Assert.Throws<ArgumentException>("name", () => Actor.Blocking(" ", _ => { }));
    }

    [Fact]
    public void After_holds_actors_only()
    {
        Assert.Throws<ArgumentNullException>("value", () => new Actor("name", Work.Nothing) { After = null! });
        var thrown = Assert.Throws<ArgumentException>(() => new Actor("name", Work.Nothing) { After = [_actor, null!] });
        Assert.Contains("'name'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void After_is_copied()
    {
        var list = new List<Actor> { _actor };

        var follower = new Actor("follower", Work.Nothing) { After = list };
        list.Clear();

        Assert.Equal([_actor], follower.After);
        Assert.Empty(_actor.After);
    }

    [Fact]
    public void A_time_limit_is_infinite_or_not_negative()
    {
        foreach (var limit in new[] { TimeSpan.FromTicks(-1), TimeSpan.FromSeconds(-1), TimeSpan.MinValue })
        {
            var ofActor = Assert.ThrowsAny<ArgumentOutOfRangeException>(() => new Actor("name", Work.Nothing) { StopTimeout = limit });
            var ofGroup = Assert.ThrowsAny<ArgumentOutOfRangeException>(() => new ActorGroupOptions { StopTimeout = limit });
            Assert.StartsWith("The time limit of actor 'name' must not be negative", ofActor.Message, StringComparison.Ordinal);
            Assert.StartsWith("The time limit of the group must not be negative", ofGroup.Message, StringComparison.Ordinal);
        }

        foreach (var limit in new[] { TimeSpan.Zero, Timeout.InfiniteTimeSpan, TimeSpan.MaxValue })
        {
            Assert.Equal(limit, new Actor("name", Work.Nothing) { StopTimeout = limit }.StopTimeout);
            Assert.Equal(limit, new ActorGroupOptions { StopTimeout = limit }.StopTimeout);
        }

        Assert.Null(new Actor("name", Work.Nothing) { StopTimeout = null }.StopTimeout);
    }

    [Fact]
    public void Defaults_are_those_of_oklog_run()
    {
        var options = new ActorGroupOptions();

        Assert.Equal((Timeout.InfiniteTimeSpan, null), (options.StopTimeout, options.Observer));
        Assert.Equal((null, false, null, null), (_actor.Interrupt, _actor.OneShot, _actor.ExpectedOnStop, _actor.StopTimeout));
    }

    [Fact]
    public void A_group_needs_its_options() => Assert.Throws<ArgumentNullException>("options", () => new ActorGroup(null!));

    [Fact]
    public void Nothing_null_can_be_added()
    {
        var group = new ActorGroup();

        Assert.Throws<ArgumentNullException>("actor", () => group.Add(null!));
        Assert.Throws<ArgumentNullException>("execute", () => group.Add("name", null!));
        Assert.Throws<ArgumentNullException>("interrupt", () => group.Add("name", Work.Nothing, (Func<Exception?, Task>)null!));
        Assert.Throws<ArgumentNullException>("interrupt", () => group.Add(Work.Nothing, (Func<Exception?, Task>)null!));
        Assert.Throws<ArgumentNullException>("name", () => group.Add((string)null!, Work.Nothing));
        Assert.Throws<ArgumentException>("name", () => group.Add("", Work.Nothing));
        Assert.Throws<ArgumentException>("executeExpression", () => group.Add(Work.Nothing, executeExpression: " "));
        Assert.Empty(group);
    }

    [Fact]
    public void A_null_function_is_told_as_such()
    {
        var group = new ActorGroup();
        Func<CancellationToken, Task>? missing = null;

        Assert.Throws<ArgumentNullException>("execute", () => group.Add(missing!));
    }

    [Fact]
    public async Task One_actor_twice_is_refused()
    {
        var group = new ActorGroup { _actor };

        var thrown = Assert.Throws<ArgumentException>(() => group.Add(_actor));
        await group.RunAsync().OrHang();

        Assert.Contains("'actor' is in the group already", thrown.Message, StringComparison.Ordinal);
        Assert.Single(group);
    }

    [Fact]
    public void An_After_that_is_not_in_the_group_before_it_is_refused()
    {
        var group = new ActorGroup();
        var follower = new Actor("follower", Work.Nothing) { After = [_actor] };

        var thrown = Assert.Throws<ArgumentException>(() => group.Add(follower));
        Assert.Empty(group);
        group.Add(_actor);
        group.Add(follower);

        Assert.Contains("'follower'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("'actor'", thrown.Message, StringComparison.Ordinal);
        Assert.Equal([_actor, follower], group);
    }

    [Fact]
    public void A_group_enumerates_what_it_holds_at_that_moment()
    {
        var group = new ActorGroup { _actor };
        using var enumerator = group.GetEnumerator();

        group.Add("later", Work.Nothing);
        var seen = 0;
        while (enumerator.MoveNext())
        {
            seen++;
        }

        var untyped = ((System.Collections.IEnumerable)group).GetEnumerator();

        Assert.Equal((1, 2), (seen, group.Count));
        Assert.True(untyped.MoveNext());
        Assert.Same(_actor, untyped.Current);
    }

    [Fact]
    public void A_time_limit_exception_made_by_others_names_whom_they_name()
    {
        var inner = new InvalidOperationException("inner");

        Assert.Empty(new StopTimeoutException().Actors);
        Assert.Equal("Actors did not stop in time.", new StopTimeoutException().Message);
        Assert.Equal("why", new StopTimeoutException("why").Message);
        Assert.Same(inner, new StopTimeoutException("why", inner).InnerException);
        Assert.Equal([_actor], new StopTimeoutException("why", [_actor]).Actors);
        Assert.Throws<ArgumentNullException>("actors", () => new StopTimeoutException("why", (IReadOnlyList<Actor>)null!));
        Assert.IsAssignableFrom<TimeoutException>(new StopTimeoutException());
    }
}
