using System.Reflection;
using Medallion.Threading;
using Medallion.Threading.Postgres;
using Medallion.Threading.Redis;
using StackExchange.Redis;
using Xunit.Sdk;

namespace OkRun.Async.DistributedLock.Tests;

/// <summary>Locks of a real server, and what can happen to it.</summary>
internal abstract class LockService : IAsyncDisposable
{
    /// <summary>The lock as a replica has it.</summary>
    public abstract IDistributedLock CreateLock(string name, string replica);

    /// <summary>The server lets go of what the replica holds, and the replica must notice.</summary>
    public abstract Task LoseAsync(string name, string replica);

    public abstract Task StopAsync();

    public abstract Task StartAgainAsync();

    public abstract ValueTask DisposeAsync();
}

internal sealed class PostgresLocks(PostgresServer server) : LockService
{
    private const string Settings = ";Pooling=false;Options=-c statement_timeout=2000 -c idle_session_timeout=4000 -c client_connection_check_interval=500";

    /// <summary>As docs/scaling-out.md wants it.</summary>
    public static string Connection(PostgresServer server, string replica) => $"{server.ConnectionString};Application Name={replica}{Settings}";

    public override IDistributedLock CreateLock(string name, string replica) =>
        new PostgresDistributedLock(new PostgresAdvisoryLockKey(name, allowHashing: true), Connection(server, replica), static options => options.UseMultiplexing(false));

    public override Task LoseAsync(string name, string replica) => server.QueryAsync($"select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = '{replica}'");

    public override Task StopAsync() => server.StopAsync("immediate");

    public override Task StartAgainAsync() => server.StartAgainAsync();

    public override ValueTask DisposeAsync() => server.DisposeAsync();
}

internal sealed class RedisLocks(RedisServer server) : LockService
{
    // As docs/scaling-out.md wants it: with a backlog, a server that is away looks like a lock that is held elsewhere.
    private readonly ConnectionMultiplexer _connection = ConnectionMultiplexer.Connect(new ConfigurationOptions
    {
        EndPoints = { { "127.0.0.1", server.Port } },
        AbortOnConnectFail = false,
        BacklogPolicy = BacklogPolicy.FailFast,
        ConnectTimeout = 500,
    });

    public override IDistributedLock CreateLock(string name, string replica) => new RedisDistributedLock(
        name, _connection.GetDatabase(), static options => options.Expiry(TimeSpan.FromSeconds(3)).BusyWaitSleepTime(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(50)));

    public override Task LoseAsync(string name, string replica) => _connection.GetDatabase().KeyDeleteAsync(name);

    public override Task StopAsync() => server.StopAsync();

    public override Task StartAgainAsync() => server.StartAgainAsync();

    public override async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await server.DisposeAsync();
    }
}

/// <summary>The servers of a class of tests, each started when it is first needed.</summary>
public sealed class LockServices : IAsyncLifetime
{
    private readonly Dictionary<string, LockService> _services = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var service in _services.Values)
        {
            await service.DisposeAsync();
        }
    }

    internal async Task<LockService> OnAsync(string server) => _services.TryGetValue(server, out var known) ? known : _services[server] = await StartAsync(server);

#pragma warning disable CA2000 // the locks dispose of their server
    private static async Task<LockService> StartAsync(string server) => server == "Redis" ? new RedisLocks(await RedisServer.StartAsync()) : new PostgresLocks(await PostgresServer.StartAsync());
#pragma warning restore CA2000
}

/// <summary>A theory's row on PostgreSQL; skipped, with the reason, where there is none, except in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresDataAttribute : DataAttribute
{
    public PostgresDataAttribute() => Skip = new PostgresFactAttribute().Skip;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [["PostgreSQL"]];
}

/// <summary>The same on Redis.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RedisDataAttribute : DataAttribute
{
    public RedisDataAttribute() => Skip = new RedisFactAttribute().Skip;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [["Redis"]];
}
