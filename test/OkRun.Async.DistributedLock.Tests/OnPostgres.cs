using Medallion.Threading.Postgres;

namespace OkRun.Async.DistributedLock.Tests;

/// <summary>The laws on PostgreSQL, by the system's clock.</summary>
public sealed class OnPostgres : IAsyncLifetime
{
    private const string Settings = ";Pooling=false;Options=-c statement_timeout=2000 -c idle_session_timeout=4000 -c client_connection_check_interval=500";

    private readonly Story _story = new();
    private PostgresServer? _server;

    public async Task InitializeAsync() => _server = PostgresServer.Missing is null ? await PostgresServer.StartAsync() : null;

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [PostgresFact]
    public async Task A_standby_is_ready_and_takes_over_after_the_leader_has_stopped()
    {
        await using var a = Start("A");
        await _story.Seen("A leading cron 0");
        await using var b = Start("B");
        await _story.Seen("B waiting cron");
        await b.Ready.OrHang();

        a.Stop();
        await a.Completion.OrHang();
        await _story.Seen("B leading cron 0");

        _story.Recorder.AssertOrder("finished A", "A stopped cron 0 Stopped");
        _story.Recorder.AssertOrder("A stopped cron 0 Stopped", "B leading cron 0");
    }

    [PostgresFact]
    public async Task A_leader_whose_session_is_ended_stops_and_somebody_leads_again()
    {
        await using var a = Start("A");
        await _story.Seen("A leading cron 0");
        await using var b = Start("B");
        await _story.Seen("B waiting cron");

        await _server!.QueryAsync("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'A'");
        await _story.Seen("A stopped cron 0 Lost");
        await _story.Seen("B leading cron 0");

        await _story.Seen("A let go cron 0"); // this backend throws when a lost lock is released
        Assert.False(a.Completion.IsCompleted);
    }

    [PostgresFact]
    public async Task A_restart_of_the_server_ends_no_replica()
    {
        await using var a = Start("A");
        await _story.Seen("A leading cron 0");

        await _server!.StopAsync("immediate");
        await _story.Seen("A lost term cron 0");
        await _server.StartAgainAsync();
        await Eventually.True(() => _story.Recorder.Count("began A") == 2);

        Assert.False(a.Completion.IsCompleted);
    }

    [PostgresFact]
    public async Task A_replica_starts_while_the_server_is_away()
    {
        await _server!.StopAsync("fast");
        await using var a = Start("A");
        await _story.Seen("A unavailable cron");
        Assert.False(a.Ready.IsCompleted);

        await _server.StartAgainAsync();
        await _story.Seen("began A");

        await a.Ready.OrHang();
        Assert.Equal(1, _story.Recorder.Count("A unavailable cron"));
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

    private ActorGroupRun Start(string replica) => new ActorGroup
    {
        _story.Recording(replica).OnlyWhileHolding(
            Mutex(replica), new() { Observer = new Renamed(_story.ObserverOf(replica)) }),
    }.Start();

    private ActorGroupRun Spread(string replica, string[] partitions) => new ActorGroup
    {
        new PostgresDistributedSynchronizationProvider(Connection(replica)).Spread("jobs", partitions, (_, _) => [new Actor("work", Work.UntilTold)]),
    }.Start();

    private PostgresDistributedLock Mutex(string replica) => new(new PostgresAdvisoryLockKey("cron", allowHashing: true), Connection(replica), static options => options.UseMultiplexing(false));

    private string Connection(string replica) => $"{_server!.ConnectionString};Application Name={replica}{Settings}";

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Eventually.RestAsync();
        }
    }

    /// <summary>The actors are named after their replica here, and the terms after what is led.</summary>
    private sealed class Renamed(LeaderObserver observer) : LeaderObserver
    {
        public override void OnWaiting(string name) => observer.OnWaiting("cron");

        public override void OnUnavailable(string name, Exception exception) => observer.OnUnavailable("cron", exception);

        public override void OnLeading(LeaderTerm term) => observer.OnLeading(term with { Name = "cron" });

        public override void OnLost(LeaderTerm term, string reason) => observer.OnLost(term with { Name = "cron" }, reason);

        public override void OnStopped(LeaderTerm term, LeaderEnd end, TimeSpan elapsed) => observer.OnStopped(term with { Name = "cron" }, end, elapsed);

        public override void OnReleased(LeaderTerm term) => observer.OnReleased(term with { Name = "cron" });
    }
}
