using System.Globalization;
using Medallion.Threading.Redis;
using StackExchange.Redis;

namespace OkRun.Async.DistributedLock.Tests;

/// <summary>The laws of leader-only actors on Redis, by the system's clock.</summary>
public sealed class OnRedis : IAsyncLifetime
{
    private readonly Story _story = new();
    private RedisServer? _server;
    private ConnectionMultiplexer? _connection;

    public async Task InitializeAsync()
    {
        if (RedisServer.Missing is null)
        {
            _server = await RedisServer.StartAsync();
            _connection = await ConnectionMultiplexer.ConnectAsync(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_server.Port}"));
        }
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _connection!.DisposeAsync();
            await _server.DisposeAsync();
        }
    }

    [RedisFact]
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

        _story.Recorder.AssertOrder("finished work A", "A stopped cron 0 Stopped");
        _story.Recorder.AssertOrder("A let go cron 0", "B leading cron 0");
    }

    [RedisFact]
    public async Task A_lock_that_the_server_has_forgotten_is_lost()
    {
        await using var a = Start("A");
        await _story.Seen("A leading cron 0");

        await _connection!.GetDatabase().KeyDeleteAsync("cron");
        await _story.Seen("A stopped cron 0 Lost");

        await Eventually.True(() => _story.Recorder.Count("A leading cron 0") == 2);
        Assert.False(a.Completion.IsCompleted);
    }

    private ActorGroupRun Start(string replica)
    {
        var mutex = new RedisDistributedLock("cron", _connection!.GetDatabase(), static options => options.Expiry(TimeSpan.FromSeconds(3)).BusyWaitSleepTime(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(50)));
        return new ActorGroup { mutex.WhileHolding("cron", _ => [_story.Recording($"work {replica}")], new() { Observer = _story.ObserverOf(replica) }) }.Start();
    }
}
