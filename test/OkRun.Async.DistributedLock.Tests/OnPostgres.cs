using System.Collections.Concurrent;
using Medallion.Threading.Postgres;

namespace OkRun.Async.DistributedLock.Tests;

/// <summary>Law 8 on PostgreSQL, by the system's clock, and what its settings rest on.</summary>
public sealed class OnPostgres : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, string> _holders = new(); // partition -> replica; two holders fail the test
    private readonly ConcurrentQueue<string> _violations = new();
    private PostgresServer? _server;
    private volatile int _starts;

    public async Task InitializeAsync() => _server = PostgresServer.Missing is null ? await PostgresServer.StartAsync() : null;

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [PostgresFact]
    public async Task Partitions_are_spread_over_few_sessions()
    {
        string[] partitions = [.. Enumerable.Range(0, 20).Select(i => $"p{i}")];
        await using var a = Spread("A", partitions);
        await using var b = Spread("B", partitions);

        await EventuallyAsync(async () => await _server!.QueryAsync("""
            select string_agg(n::text, ',') from (select count(*) n from pg_locks join pg_stat_activity using (pid) where locktype = 'advisory' and application_name in ('A', 'B') group by application_name) each
            """) is "11,11"); // ten partitions and a seat each

        Assert.True(await _server!.QueryAsync("select max(n) from (select count(*) n from pg_stat_activity where application_name in ('A', 'B') group by application_name) each") is <= 2L);
        a.Stop();
        b.Stop();
        await Task.WhenAll(a.Completion, b.Completion).OrHang();
        await EventuallyAsync(async () => await _server.QueryAsync("select count(*) from pg_stat_activity where application_name in ('A', 'B')") is 0L);
    }

    [PostgresFact]
    public async Task Partitions_are_held_once_and_evenly_when_replicas_come_lose_their_session_and_go()
    {
        string[] six = ["p0", "p1", "p2", "p3", "p4", "p5"];
        await using var a = Spread("A", six);
        await Held(byA: 6, byB: 0);

        await using var b = Spread("B", six);
        await Held(byA: 3, byB: 3);
        var starts = _starts;
        await _server!.QueryAsync("select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'A'");
        await Eventually.True(() => _starts >= starts + 3); // those of A, wherever
        await Held(byA: 3, byB: 3);
        b.Stop();
        await b.Completion.OrHang();
        await Held(byA: 6, byB: 0);

        Assert.Empty(_violations);
        Assert.False(a.Completion.IsCompleted);
    }

    /// <summary>The settings of docs/scaling-out.md rest on this: the backend's monitor sits in a sleep, which statement_timeout ends again and again, and takes that for an answer. An update of DistributedLock.Postgres that fails here is a decision.</summary>
    [PostgresFact]
    public async Task The_monitor_takes_a_sleep_that_the_server_has_cancelled_for_a_sign_of_life()
    {
        var mutex = new PostgresDistributedLock(new PostgresAdvisoryLockKey("monitored", allowHashing: true), $"{_server!.ConnectionString};Application Name=M;Pooling=false;Options=-c statement_timeout=200 -c idle_session_timeout=400");
        await using var handle = await mutex.AcquireAsync();
        Assert.True(handle.HandleLostToken.CanBeCanceled);
        var sleeps = new HashSet<object>();

        await EventuallyAsync(async () => await _server.QueryAsync("select query_start from pg_stat_activity where application_name = 'M' and query like '%pg_sleep%'") is { } since && (sleeps.Add(since) || true) && sleeps.Count >= 4);

        Assert.False(handle.HandleLostToken.IsCancellationRequested);
    }

    private ActorGroupRun Spread(string replica, string[] partitions) => new ActorGroup
    {
        new PostgresDistributedSynchronizationProvider(PostgresLocks.Connection(_server!, replica)).Spread(
            "jobs", partitions, (partition, _) => [new Actor("work", token => HoldAsync(partition, replica, token))], new() { Period = TimeSpan.FromMilliseconds(200) }),
    }.Start();

    private async Task HoldAsync(string partition, string replica, CancellationToken token)
    {
        Interlocked.Increment(ref _starts);
        if (!_holders.TryAdd(partition, replica))
        {
            _violations.Enqueue($"{replica} and {_holders[partition]} hold {partition}");
        }

        await Work.UntilTold(token);
        _holders.TryRemove(partition, out _);
    }

    private Task Held(int byA, int byB) => Eventually.True(() => _holders.Values.Count(static each => each == "A") == byA && _holders.Values.Count(static each => each == "B") == byB);

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Eventually.RestAsync();
        }
    }
}
