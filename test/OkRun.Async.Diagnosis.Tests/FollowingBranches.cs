namespace OkRun.Async.Tests;

/// <summary>Chains that become several.</summary>
public class FollowingBranches
{
    private const string Arguments = "(Action began, Task gate)";
    private const string Source = "awaits a TaskCompletionSource";
    private const string Leaf = $"at Demo.Awaits.Leaf{Arguments} @Leaf";

    public static TheoryData<string> Builds => Shape.Builds;

    [Theory, MemberData(nameof(Builds))]
    public void All_of_tasks_in_variables(string build) => Branches(
        build,
        "AllOfLocals",
        "one branch:",
        $"   {Source}",
        $"   {Leaf}",
        "one branch:",
        $"   {Source}",
        $"   {Leaf}",
        $"   at Demo.Awaits.Nested{Arguments} @Nested",
        "awaits Task.WhenAll (2 tasks have not ended)",
        $"at Demo.Branches.AllOfLocals{Arguments} @AllOfLocals");

    [Theory, MemberData(nameof(Builds))]
    public void All_of_tasks_that_the_method_does_not_keep(string build) =>
        Branches(build, "AllOfNothing", "awaits Task.WhenAll (2 tasks have not ended, none of them can be shown)", $"at Demo.Branches.AllOfNothing{Arguments} @AllOfNothing");

    [Theory, MemberData(nameof(Builds))]
    public void All_of_tasks_of_which_one_is_in_a_field(string build) => Branches(
        build,
        "AllOfFields",
        "one branch:",
        $"   {Source}",
        $"   {Leaf}",
        "awaits Task.WhenAll (2 tasks have not ended, 1 of them can be shown)",
        "at Demo.Branches.AllAsync(Action began) @AllOfFields");

    [Theory, MemberData(nameof(Builds))]
    public void All_of_tasks_with_results(string build) => Branches(
        build,
        "AllWithResults",
        "2 branches:",
        $"   {Source}",
        "   at Demo.Branches.OneAsync(Task gate) @One",
        "awaits Task.WhenAll (2 tasks have not ended)",
        $"at Demo.Branches.AllWithResults{Arguments} @AllWithResults");

    [Theory, MemberData(nameof(Builds))]
    public void Any_of_two_tasks(string build) => Branches(
        build,
        "AnyOfTwo",
        "one branch:",
        $"   {Source}",
        "   at Demo.Branches.OneAsync(Task gate) @One",
        "one branch:",
        $"   {Source}",
        $"   {Leaf}",
        "awaits Task.WhenAny (2 tasks have not ended)",
        $"at Demo.Branches.AnyOfTwo{Arguments} @AnyOfTwo");

    [Theory, MemberData(nameof(Builds))]
    public void Any_of_three_tasks(string build) => Branches(
        build,
        "AnyOfThree",
        "2 branches:",
        $"   {Source}",
        $"   {Leaf}",
        "one branch:",
        $"   {Source}",
        "awaits Task.WhenAny (3 tasks have not ended)",
        $"at Demo.Branches.AnyOfThree{Arguments} @AnyOfThree");

    [Theory, MemberData(nameof(Builds))]
    public void Any_of_many_tasks(string build) => Branches(
        build,
        "AnyOfMany",
        "50 branches:",
        $"   {Source}",
        $"   {Leaf}",
        "awaits Task.WhenAny (60 tasks have not ended, 50 of them can be shown)",
        $"at Demo.Branches.AnyOfMany{Arguments} @AnyOfMany");

    [Theory, MemberData(nameof(Builds))]
    public void A_continuation_of_all_of_tasks(string build) => Branches(
        build,
        "Countdown",
        "2 branches:",
        $"   {Source}",
        $"   {Leaf}",
        "awaits Task.WhenAll in Task.ContinueWith (2 tasks have not ended)",
        $"at Demo.Branches.Countdown{Arguments} @Countdown");

    [Theory, MemberData(nameof(Builds))]
    public void The_innermost_frame_is_that_of_a_branch(string build)
    {
        using var shape = Shape.Start(build, "Branches.AnyOfTwo");

        var innermost = shape.Trace().Innermost;

        Assert.Equal(shape.Placed("Branches.OneAsync @One"), innermost);
    }

    [Theory, MemberData(nameof(Builds))]
    public async Task A_task_that_awaits_itself(string build)
    {
        using var shape = Shape.Start(build, "Branches.ItsOwn");

        await shape.Shows(
            "one branch:",
            "   awaits itself: the chain is a circle",
            "   at Demo.Branches.ItsOwn.AwaitAsync(Task own) @Own",
            "one branch:",
            $"   {Source}",
            "awaits Task.WhenAny (2 tasks have not ended)",
            $"at Demo.Branches.ItsOwn{Arguments} @ItsOwn");
    }

    [Theory, MemberData(nameof(Builds))]
    public void Branches_of_branches_of_branches_are_bounded(string build)
    {
        using var shape = Shape.Start(build, "Branches.Tree");

        var lines = shape.Trace().ToString().Split(Environment.NewLine);

        Assert.Equal($"{new string(' ', 15)}awaits Task.WhenAny (2 tasks have not ended, none of them can be shown)", lines[4]);
        Assert.Equal(4 + 1 + 4 + 1, lines.Length);
    }

    private static void Branches(string build, string name, params string[] lines)
    {
        using var shape = Shape.Start(build, $"Branches.{name}");

        var trace = shape.Trace();

        Assert.Equal(shape.Lines(lines), trace.ToString());
    }
}
