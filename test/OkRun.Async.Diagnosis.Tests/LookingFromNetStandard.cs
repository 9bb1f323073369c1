using System.Reflection;

namespace OkRun.Async.Tests;

/// <summary>The library for other runtimes says what it can, and that it cannot see more.</summary>
public class LookingFromNetStandard
{
    private static readonly MethodInfo _of = typeof(Actor).Assembly.GetType("OkRun.Async.AwaitChain")!.GetMethod("Of")!;

    [Fact]
    public void It_is_the_library_for_other_runtimes() =>
        Assert.StartsWith(".NETStandard", typeof(Actor).Assembly.GetCustomAttribute<System.Runtime.Versioning.TargetFrameworkAttribute>()!.FrameworkName, StringComparison.Ordinal);

    [Fact]
    public void A_task_that_waits()
    {
        using var shape = Shape.Start("Optimized", "Names.Lambda");

        Assert.Equal(
            shape.Lines("awaits what can be seen on .NET 8 and later only", "at Demo.Names.Lambda(Action began, Task gate)"),
            Trace(shape.Task, shape.Entry));
    }

    [Fact]
    public void A_method_that_has_not_returned() =>
        Assert.Equal(
            $"   runs or blocks a thread, before its first await{Environment.NewLine}   at OkRun.Async.Tests.LookingFromNetStandard.A_method_that_has_not_returned.lambda()",
            Trace(null, () => { }));

    [Fact]
    public void A_task_that_has_ended() => Assert.Equal("", Trace(Task.CompletedTask, () => { }));

    private static string Trace(Task? task, Delegate entry) => _of.Invoke(null, [task, entry])!.ToString()!;
}
