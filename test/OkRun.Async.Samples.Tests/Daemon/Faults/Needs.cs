namespace OkRun.Async.Samples.Tests.Daemon.Faults;

/// <summary>What a fault needs, and not every machine has or allows.</summary>
internal static class Needs
{
    /// <summary>Nothing is skipped in CI, where a skipped test would be a hole that nobody sees: there the test fails, with the same obstacle.</summary>
    public static string? ReasonToSkip(string what, string? obstacle) =>
        obstacle is null || Environment.GetEnvironmentVariable("CI") == "true" ? null : $"{what}: {obstacle}";
}
