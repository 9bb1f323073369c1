namespace OkRun.Async.Tests;

[CollectionDefinition(nameof(Switching), DisableParallelization = true)]
public static class SwitchingAlone;

/// <summary>The switch, which is that of the whole process.</summary>
[Collection(nameof(Switching))]
public class Switching
{
    [Fact]
    public void A_trace_that_is_switched_off_is_empty()
    {
        using var shape = Shape.Start("Optimized", "Awaits.Nested");
        AppContext.SetSwitch("OkRun.Async.Trace", false);
        try
        {
            var trace = shape.Trace();

            Assert.Equal(("", null), (trace.ToString(), trace.Innermost));
        }
        finally
        {
            AppContext.SetSwitch("OkRun.Async.Trace", true);
        }

        Assert.NotNull(shape.Trace().Innermost);
    }
}
