namespace OkRun.Async.Tests;

/// <summary>Awaiters that are not the framework's, and moments between two awaits.</summary>
public class FollowingOtherAwaiters
{
    private const string Arguments = "(Action began, Task gate)";

    public static TheoryData<string> Builds => Shape.Builds;

    [Theory, MemberData(nameof(Builds))]
    public void An_awaiter_around_that_of_a_task(string build) =>
        Awaits(build, "Struct", "awaits a TaskCompletionSource", $"at Demo.Awaits.Leaf{Arguments} @Leaf", $"at Demo.Awaiters.Struct{Arguments} @Struct");

    [Theory, MemberData(nameof(Builds))]
    public void An_awaiter_that_is_an_object(string build) => Awaits(build, "Class", "awaits Demo.Awaiters.Mailbox", $"at Demo.Awaiters.Class{Arguments} @Class");

    [Theory, MemberData(nameof(Builds))]
    public void An_awaiter_that_holds_nothing(string build) => Awaits(build, "Blind", "awaits Demo.Awaiters.Nothing", $"at Demo.Awaiters.Blind{Arguments} @Blind");

    [Theory, MemberData(nameof(Builds))]
    public void A_source_of_the_user_that_is_not_asked(string build) => Awaits(build, "Source", "awaits Demo.Awaiters.Pending", $"at Demo.Awaiters.Source{Arguments} @Source");

    [Theory, MemberData(nameof(Builds))]
    public void A_state_machine_that_the_compiler_did_not_make(string build) =>
        Awaits(build, "Handmade", "awaits a TaskCompletionSource", "at Demo.Awaiters.Machine.MoveNext() @file:Struct");

    [Theory, MemberData(nameof(Builds))]
    public void A_yield_whose_turn_has_not_come(string build)
    {
        using var context = new StandingContext();
        using var shape = Shape.Start(build, "Awaiters.Yields");

        var trace = shape.Trace();

        Assert.Equal(shape.Lines("awaits Task.Yield", $"at Demo.Awaiters.Yields{Arguments} @Yields"), trace.ToString());
    }

    [Theory, MemberData(nameof(Builds))]
    public async Task A_method_that_may_go_on_and_has_not(string build)
    {
        var (shape, posted) = StartAndHold(build);
        shape.Dispose();

        await posted;

        Assert.Equal(shape.Lines("goes on: what it awaited has ended", $"at Demo.Awaiters.Goes{Arguments} @Goes"), shape.Trace().ToString());
    }

    private static (Shape Shape, Signal Posted) StartAndHold(string build)
    {
        using var context = new StandingContext();
        return (Shape.Start(build, "Awaiters.Goes"), context.Posted);
    }

    private static void Awaits(string build, string name, params string[] lines)
    {
        using var shape = Shape.Start(build, $"Awaiters.{name}");

        var trace = shape.Trace();

        Assert.Equal(shape.Lines(lines), trace.ToString());
    }

    /// <summary>Takes continuations, and runs none.</summary>
    private sealed class StandingContext : SynchronizationContext, IDisposable
    {
        private readonly SynchronizationContext? _before = Current;

        public StandingContext() => SetSynchronizationContext(this);

        public Signal Posted { get; } = new();

        public override void Post(SendOrPostCallback d, object? state) => Posted.Happen();

        public void Dispose() => SetSynchronizationContext(_before);
    }
}
