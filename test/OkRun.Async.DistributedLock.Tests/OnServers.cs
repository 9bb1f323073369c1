namespace OkRun.Async.DistributedLock.Tests;

/// <summary>Laws 1 to 6 as on the fake, on real servers and by the system's clock.</summary>
public sealed class OnServers(LockServices services) : IClassFixture<LockServices>
{
    private readonly Story _story = new();
    private readonly string _lock = Guid.NewGuid().ToString("N"); // no test inherits the lock of another
    private readonly Signal _release = new();

    [Theory]
    [PostgresData]
    [RedisData]
    public async Task A_standby_is_ready_and_takes_over_after_the_leader_has_stopped(string server)
    {
        var service = await services.OnAsync(server);
        await using var a = Start(service, "A");
        await _story.Seen("A leading cron 0");
        await using var b = Start(service, "B");
        await _story.Seen("B waiting cron");
        await b.Ready.OrHang();

        a.Stop();
        await a.Completion.OrHang();
        await _story.Seen("B leading cron 0");

        _story.Recorder.AssertOrder("finished A", "A stopped cron 0 Stopped");
        _story.Recorder.AssertOrder("A stopped cron 0 Stopped", "B leading cron 0");
        _story.Recorder.AssertOrder("A stopped cron 0 Stopped", "A let go cron 0");
    }

    [Theory]
    [PostgresData]
    [RedisData]
    public async Task A_standby_that_is_told_to_stop_leaves_the_queue(string server)
    {
        var service = await services.OnAsync(server);
        await using var a = Start(service, "A");
        await _story.Seen("A leading cron 0");
        await using var b = Start(service, "B");
        await _story.Seen("B waiting cron");

        b.Stop();
        await b.Completion.OrHang();
        a.Stop();
        await a.Completion.OrHang();

        await using var handle = await service.CreateLock(_lock, "C").TryAcquireAsync();
        Assert.NotNull(handle);
    }

    [Theory]
    [PostgresData]
    [RedisData]
    public async Task A_replica_starts_while_the_server_is_away(string server)
    {
        var service = await services.OnAsync(server);
        await service.StopAsync();
        await using var a = Start(service, "A");
        try
        {
            await _story.Seen("A unavailable cron");
            Assert.False(a.Ready.IsCompleted);
        }
        finally
        {
            await service.StartAgainAsync(); // for the other tests too
        }

        await _story.Seen("began A");

        await a.Ready.OrHang();
        Assert.Equal(1, _story.Recorder.Count("A unavailable cron"));
    }

    [Theory]
    [PostgresData]
    [RedisData]
    public async Task A_restart_of_the_server_ends_no_replica(string server)
    {
        var service = await services.OnAsync(server);
        await using var a = Start(service, "A");
        await _story.Seen("A leading cron 0");

        await service.StopAsync();
        try
        {
            await _story.Seen("A stopped cron 0 Lost");
        }
        finally
        {
            await service.StartAgainAsync(); // for the other tests too
        }

        await Eventually.True(() => _story.Recorder.Count("began A") >= 2);

        Assert.False(a.Completion.IsCompleted);
    }

    [Theory]
    [PostgresData]
    [RedisData]
    public async Task A_one_shot_actor_is_ready_when_its_turn_is_over(string server)
    {
        var service = await services.OnAsync(server);
        var held = await service.CreateLock(_lock, "B").AcquireAsync();
        var migrate = new Actor("migrate", Work.Nothing) { OneShot = true }.OnlyWhileHolding(service.CreateLock(_lock, "A"), new() { Observer = _story.ObserverOf("A") });
        await using var run = new ActorGroup { migrate, _story.Recording("web") with { After = [migrate] } }.Start();
        await _story.Seen("A waiting migrate");
        Assert.DoesNotContain("began web", _story.Recorder.Lines);

        await held.DisposeAsync();
        await _story.Seen("began web");

        _story.Recorder.AssertOrder("A let go migrate 0", "began web");
    }

    [Theory]
    [PostgresData]
    [RedisData]
    public async Task A_number_that_cannot_be_taken_is_an_outage_and_another_replica_leads(string server)
    {
        var service = await services.OnAsync(server);
        await using var a = Start(service, "A", new() { Observer = _story.ObserverOf("A"), BeginTerm = static (_, _) => throw new IOException("away") });
        await _story.Seen("A unavailable cron");

        await using var b = Start(service, "B", new() { Observer = _story.ObserverOf("B"), BeginTerm = static (_, _) => new(7) });

        await _story.Seen("B leading cron 7");
        await _story.Seen("began B");
        Assert.False(a.Completion.IsCompleted);
    }

    [Theory]
    [PostgresData]
    [RedisData]
    public async Task A_failure_is_the_leaders_failure_after_the_release(string server)
    {
        var service = await services.OnAsync(server);
        var failure = new IOException("cron");
        await using var a = Start(service, "A", actors: _ => [new Actor("cron", Work.Fails(failure, _release))]);
        await _story.Seen("A leading cron 0");

        _release.Happen();
        var ended = await a.Completion.EndOrHang();

        Assert.Equal([failure], ended.Exception!.InnerExceptions);
        await using var handle = await service.CreateLock(_lock, "C").TryAcquireAsync();
        Assert.NotNull(handle);
    }

    [Theory]
    [PostgresData]
    [RedisData]
    public async Task A_lost_lock_stops_the_actors_and_a_replica_leads_again(string server)
    {
        var service = await services.OnAsync(server);
        await using var a = Start(service, "A");
        await _story.Seen("A leading cron 0");

        await service.LoseAsync(_lock, "A");
        await _story.Seen("A let go cron 0"); // some backends throw when a lost lock is released
        await Eventually.True(() => _story.Recorder.Count("began A") >= 2);

        _story.Recorder.AssertOrder("finished A", "A stopped cron 0 Lost");
        Assert.Equal(["the lock was lost"], _story.Reasons);
        Assert.False(a.Completion.IsCompleted);
    }

    [Theory]
    [PostgresData]
    [RedisData]
    public async Task EndWhenLost_fails_the_actor_with_its_term(string server)
    {
        var service = await services.OnAsync(server);
        await using var a = Start(service, "A", new() { Observer = _story.ObserverOf("A"), EndWhenLost = true, BeginTerm = static (_, _) => new(4) });
        await _story.Seen("began A");

        await service.LoseAsync(_lock, "A");

        var failure = await Assert.ThrowsAsync<LeadershipLostException>(a.Completion.OrHang);
        Assert.Equal(("cron", 4), (failure.Term.Name, failure.Term.Number));
    }

    [Theory]
    [PostgresData]
    [RedisData]
    public async Task A_newer_term_ends_this_one_and_the_lock_is_released(string server)
    {
        var service = await services.OnAsync(server);
        var newest = 0L;
        LeaderOptions Options(string replica) => new()
        {
            Observer = _story.ObserverOf(replica),
            BeginTerm = (_, _) => new(Interlocked.Increment(ref newest)),
            ConfirmTerm = (term, _) => new(term.Number == Interlocked.Read(ref newest)),
            ConfirmWithin = TimeSpan.FromSeconds(1),
        };
        await using var a = Start(service, "A", Options("A"));
        await _story.Seen("began A");
        await using var b = Start(service, "B", Options("B"));
        await _story.Seen("B waiting cron");

        Interlocked.Increment(ref newest);

        await _story.Seen("A stopped cron 1 Lost");
        await Eventually.True(() => _story.Recorder.Lines.Any(IsNext)); // A may be quicker than B
        _story.Recorder.AssertOrder("finished A", _story.Recorder.Lines.First(IsNext));

        static bool IsNext(string line) => line.EndsWith("leading cron 3", StringComparison.Ordinal);
    }

    [Theory]
    [PostgresData]
    [RedisData]
    public async Task An_actor_that_does_not_stop_keeps_the_lock_and_the_leader_fails(string server)
    {
        var service = await services.OnAsync(server);
        var began = new Signal();
        await using var a = Start(service, "A", actors: _ => new(new() { StopTimeout = TimeSpan.FromMilliseconds(100) }) { { "cron", _ => { began.Happen(); return _release.Happened; } } });
        await began;

        a.Stop();
        await Assert.ThrowsAsync<StopTimeoutException>(a.Completion.OrHang);

        Assert.Null(await service.CreateLock(_lock, "C").TryAcquireAsync());
        _release.Happen();
        await service.LoseAsync(_lock, "A"); // or it would be held until the server stops
    }

    private ActorGroupRun Start(LockService service, string replica, LeaderOptions? options = null, Func<LeaderTerm, ActorGroup>? actors = null) => new ActorGroup
    {
        service.CreateLock(_lock, replica).WhileHolding("cron", actors ?? (_ => [_story.Recording(replica)]), options ?? new() { Observer = _story.ObserverOf(replica) }),
    }.Start();
}
