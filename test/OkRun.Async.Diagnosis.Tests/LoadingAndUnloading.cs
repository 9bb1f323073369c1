using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace OkRun.Async.Tests;

/// <summary>Assemblies that are in no file, and that do not stay.</summary>
public class LoadingAndUnloading
{
    private const string Arguments = "(Action began, Task gate)";

    [Theory, InlineData("Debuggable"), InlineData("Bare")]
    public void Symbols_beside_the_application_are_found_for_an_assembly_without_a_file(string build)
    {
        var context = new AssemblyLoadContext("memory", isCollectible: true);
        using var shape = Shape.StartIn(context, build, "Awaits.Twelfth");

        var trace = shape.Trace();

        Assert.Equal(shape.Lines("awaits a TaskCompletionSource", $"at Demo.Awaits.Twelfth{Arguments} @Twelfth"), trace.ToString());
    }

    [Fact]
    public async Task What_is_known_of_code_does_not_keep_it()
    {
        var code = TraceAndUnload();

        await Eventually.True(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !code.IsAlive;
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference TraceAndUnload()
    {
        var context = new AssemblyLoadContext("unloaded", isCollectible: true);
        using var shape = Shape.StartIn(context, "Debuggable", "Awaits.Nested");
        Assert.NotNull(shape.Trace().Innermost);
        context.Unload();
        return new(context);
    }
}
