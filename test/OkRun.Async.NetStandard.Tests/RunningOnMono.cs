#if NET
using Xunit;

namespace OkRun.Async.Tests;

/// <summary>Says so where the tests of net472 cannot run.</summary>
public class RunningOnMono
{
    [MonoFact]
    public void The_same_tests_are_built_for_mono_too()
    {
        var beside = AppContext.BaseDirectory.Replace("net10.0", "net472", StringComparison.Ordinal);

        Assert.NotEqual(AppContext.BaseDirectory, beside);
        Assert.True(File.Exists(Path.Combine(beside, $"{typeof(RunningOnMono).Assembly.GetName().Name}.dll")));
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class MonoFactAttribute : FactAttribute
    {
        public MonoFactAttribute() => Skip = File.Exists("/usr/bin/mono") || OperatingSystem.IsWindows() ? null : "Mono is not installed: the tests of net472 are not built.";
    }
}
#endif
