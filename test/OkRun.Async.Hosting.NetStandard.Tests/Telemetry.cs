#if !NET10_0_OR_GREATER
namespace OkRun.Async.Hosting.Tests;

/// <summary>The exit code is the process's: no other test may run meanwhile.</summary>
[CollectionDefinition(Telemetry.Alone, DisableParallelization = true)]
public sealed class TelemetryAlone;

internal static class Telemetry
{
    public const string Alone = "telemetry";
}
#endif
