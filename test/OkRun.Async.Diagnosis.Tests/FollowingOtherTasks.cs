namespace OkRun.Async.Tests;

/// <summary>Chains that end on a thread, or in tasks that are not of async methods.</summary>
public class FollowingOtherTasks
{
    private const string Arguments = "(Action began, Task gate)";
    private const string Source = "awaits a TaskCompletionSource";
    private const string Runs = "runs or blocks a thread, in this method or in what it calls";
    private const string Enters = "runs or blocks a thread, before its first await";

    public static TheoryData<string> Builds => Shape.Builds;

    [Theory, MemberData(nameof(Builds))]
    public Task A_method_that_blocks_after_an_await(string build) => Blocks(build, "BlocksLater", Runs, $"at Demo.Branches.BlocksLater{Arguments} @file:Run");

    [Theory, MemberData(nameof(Builds))]
    public Task A_method_that_blocks_and_awaits_nothing(string build) => Blocks(build, "BlocksAtOnce", Enters, $"at Demo.Branches.BlocksAtOnce{Arguments} @file:Run");

    [Theory, MemberData(nameof(Builds))]
    public Task A_method_that_blocks_before_its_first_await(string build) =>
        Blocks(build, "BlocksBeforeAwait", Enters, $"at Demo.Branches.BlocksBeforeAwait{Arguments} @file:Run");

    [Theory, MemberData(nameof(Builds))]
    public Task Work_of_the_pool_that_blocks(string build) =>
        Blocks(build, "Run", Runs, "at Demo.Branches.Run.lambda() @file:Run", $"at Demo.Branches.Run{Arguments} @Run");

    [Theory, MemberData(nameof(Builds))]
    public Task A_continuation_that_blocks(string build) =>
        Blocks(build, "Continuing", Runs, "at Demo.Branches.Continuing.lambda(Task _) @file:Run", $"at Demo.Branches.Continuing{Arguments} @Continuing");

    [Theory, MemberData(nameof(Builds))]
    public void A_continuation_of_a_task_that_runs(string build) => Waits(
        build,
        "Continued",
        Source,
        $"at Demo.Awaits.Leaf{Arguments} @Leaf",
        "through Task.ContinueWith",
        $"at Demo.Branches.Continued{Arguments} @Continued");

    [Theory, MemberData(nameof(Builds))]
    public void Asynchronous_work_of_the_pool(string build) =>
        Waits(build, "RunAsync", "awaits Task.Run, whose inner task cannot be seen", $"at Demo.Branches.RunAsync{Arguments} @RunAsync");

    [Theory, MemberData(nameof(Builds))]
    public async Task Asynchronous_work_whose_task_is_in_a_variable(string build)
    {
        using var shape = Shape.Start(build, "Branches.RunOfLocal");

        await shape.Shows(Source, $"at Demo.Awaits.Leaf{Arguments} @Leaf", $"at Demo.Branches.RunOfLocal{Arguments} @RunOfLocal");
    }

    [Theory, MemberData(nameof(Builds))]
    public void A_task_that_was_never_started(string build) => Waits(
        build,
        "Unstarted",
        "has not begun: it waits for a thread",
        "at Demo.Branches.Unstarted.lambda() @Unstarted",
        $"at Demo.Branches.Unstarted{Arguments} @Unstarted");

    [Theory, MemberData(nameof(Builds))]
    public void A_method_that_is_not_async(string build) => Waits(build, "Bare", Source, $"returned by Demo.Branches.Bare{Arguments} @Bare");

    [Fact]
    public void A_task_that_has_ended() => Assert.Equal(("", null), Told(AwaitChain.Of(Task.CompletedTask, null)));

    [Fact]
    public void A_task_without_a_method() => Assert.Equal(($"   {Source}", null), Told(AwaitChain.Of(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously).Task, null)));

    [Fact]
    public void Neither_a_task_nor_a_method() => Assert.Equal(($"   {Enters}", null), Told(AwaitChain.Of(null, null)));

    private static (string Text, string? Innermost) Told(AwaitTrace trace) => (trace.ToString(), trace.Innermost);

    private static void Waits(string build, string name, params string[] lines)
    {
        using var shape = Shape.Start(build, $"Branches.{name}");

        var trace = shape.Trace();

        Assert.Equal(shape.Lines(lines), trace.ToString());
        Assert.NotNull(trace.Innermost);
    }

    private static async Task Blocks(string build, string name, params string[] lines)
    {
        using var shape = await Shape.StartElsewhere(build, $"Branches.{name}");

        await shape.Shows(lines);
    }
}
