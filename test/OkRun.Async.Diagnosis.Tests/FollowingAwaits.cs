namespace OkRun.Async.Tests;

/// <summary>Each shape of an await, compiled in three ways.</summary>
public class FollowingAwaits
{
    private const string Arguments = "(Action began, Task gate)";
    private const string Source = "awaits a TaskCompletionSource";

    public static TheoryData<string> Builds => Shape.Builds;

    [Theory, MemberData(nameof(Builds))]
    public void A_task(string build) => Follows(build, "Awaits.Leaf", Source, $"at Demo.Awaits.Leaf{Arguments} @Leaf");

    [Theory, MemberData(nameof(Builds))]
    public void A_method_that_awaits(string build) =>
        Follows(build, "Awaits.Nested", Source, $"at Demo.Awaits.Leaf{Arguments} @Leaf", $"at Demo.Awaits.Nested{Arguments} @Nested");

    [Theory, MemberData(nameof(Builds))]
    public void A_later_await_of_a_loop(string build) =>
        Follows(build, "Awaits.Second", Source, "at Demo.Awaits.Numbered(Int32 number, Task gate) @Numbered", $"at Demo.Awaits.Second{Arguments} @Second");

    [Theory, MemberData(nameof(Builds))]
    public void ConfigureAwait(string build) => Follows(build, "Awaits.Configured", Source, $"at Demo.Awaits.Leaf{Arguments} @Leaf", $"at Demo.Awaits.Configured{Arguments} @Configured");

    [Theory, MemberData(nameof(Builds))]
    public void SuppressThrowing(string build) => Follows(build, "Awaits.Suppressed", Source, $"at Demo.Awaits.Leaf{Arguments} @Leaf", $"at Demo.Awaits.Suppressed{Arguments} @Suppressed");

    [Theory, MemberData(nameof(Builds))]
    public void Value_tasks(string build) => Follows(
        build,
        "Awaits.Valued",
        Source,
        "at Demo.Awaits.PlainValueOf(Task gate) @PlainValueOf",
        "at Demo.Awaits.ValueOf(Task gate) @ValueOf",
        $"at Demo.Awaits.Valued{Arguments} @Valued");

    [Theory, MemberData(nameof(Builds))]
    public void Pooled_value_tasks(string build) =>
        Follows(build, "Awaits.Pooled", Source, "at Demo.Awaits.PooledValueOf(Task gate) @PooledValueOf", $"at Demo.Awaits.Pooled{Arguments} @Pooled");

    [Theory, MemberData(nameof(Builds))]
    public void A_value_task_made_a_task(string build) =>
        Follows(build, "Awaits.AsTask", Source, "at Demo.Awaits.PooledValueOf(Task gate) @PooledValueOf", $"at Demo.Awaits.AsTask{Arguments} @AsTask");

    [Theory, MemberData(nameof(Builds))]
    public void An_asynchronous_iterator(string build) => Follows(
        build,
        "Awaits.Iterated",
        Source,
        "at Demo.Awaits.Numbers(Task gate, CancellationToken token) @Numbers",
        $"at Demo.Awaits.Iterated{Arguments} @Iterated");

    [Theory, MemberData(nameof(Builds))]
    public void An_asynchronous_disposal(string build) =>
        Follows(build, "Awaits.Disposed", Source, "at Demo.Awaits.Disposable.DisposeAsync() @DisposeAsync", $"at Demo.Awaits.Disposed{Arguments} @Disposed");

    [Theory, MemberData(nameof(Builds))]
    public void An_await_in_finally(string build) => Follows(build, "Awaits.Finally", Source, $"at Demo.Awaits.Finally{Arguments} @Finally");

    [Theory, MemberData(nameof(Builds))]
    public void An_await_behind_one_that_the_compiler_removed(string build) => Follows(build, "Awaits.Unreached", Source, $"at Demo.Awaits.Unreached{Arguments} @Unreached");

    [Theory, MemberData(nameof(Builds))]
    public void The_twelfth_await_of_a_method(string build) => Follows(build, "Awaits.Twelfth", Source, $"at Demo.Awaits.Twelfth{Arguments} @Twelfth");

    [Theory, MemberData(nameof(Builds))]
    public void A_deep_chain_without_its_middle(string build)
    {
        using var shape = Shape.Start(build, "Awaits.Deep");

        var lines = shape.Trace().ToString().Split(Environment.NewLine);

        Assert.Equal(shape.Lines(Source), lines[0]);
        Assert.Equal(shape.Lines("at Demo.Awaits.DeepAsync(Int32 depth, Task gate) @Deepest"), lines[1]);
        Assert.Equal(shape.Lines("at Demo.Awaits.DeepAsync(Int32 depth, Task gate) @Deeper"), lines[2]);
        Assert.Contains("   ... 201 more", lines);
        Assert.Equal(101, lines.Length);
    }

    [Theory, MemberData(nameof(Builds))]
    public void A_chain_that_is_too_deep_up_to_a_bound(string build)
    {
        using var shape = Shape.Start(build, "Awaits.TooDeep");

        var lines = shape.Trace().ToString().Split(Environment.NewLine);

        Assert.Equal("   awaits more than is followed", lines[0]);
        Assert.Equal(shape.Lines("at Demo.Awaits.DeepAsync(Int32 depth, Task gate) @Deeper"), lines[1]);
        Assert.Equal(101, lines.Length);
    }

    private static void Follows(string build, string name, params string[] lines)
    {
        using var shape = Shape.Start(build, name);

        var trace = shape.Trace();

        Assert.Equal(shape.Lines(lines), trace.ToString());
    }
}
