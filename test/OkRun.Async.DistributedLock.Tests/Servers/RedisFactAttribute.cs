namespace OkRun.Async.DistributedLock.Tests;

/// <summary>Skipped, with the reason, where there is no such server; in CI it fails with it, as a skipped test would be a hole that nobody sees.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = Environment.GetEnvironmentVariable("CI") == "true" ? null : RedisServer.Missing;
}
