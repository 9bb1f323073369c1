using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using StackExchange.Redis;

namespace OkRun.Async.Orleans.Tests;

/// <summary>A silo of Orleans as an actor of a group, with its cluster's members in a Redis of our own.</summary>
public sealed class SilosAsActors : IAsyncLifetime
{
    private const string Cluster = "tests";

    private readonly Recorder _recorder = new();
    private RedisServer? _server;

    public async Task InitializeAsync() => _server = RedisServer.Missing is null ? await RedisServer.StartAsync() : null;

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [RedisFact]
    public async Task A_run_is_ready_when_its_silo_is_up_and_a_grain_answers()
    {
        Signal starting = new(), release = new();
        var host = Silo("A", silo => silo.AddStartupTask(async (_, _) =>
        {
            starting.Happen();
            await release;
        }));
        await using var run = new ActorGroup { host.AsActor("silo") }.Start();
        await starting;
        Assert.False(run.Ready.IsCompleted);

        release.Happen();
        await run.Ready.OrHang();

        Assert.Equal("A", await Partition(host, "p0").WhereAsync().OrHang());
    }

    [RedisFact]
    public async Task A_stop_tells_the_actor_that_comes_after_the_silo_first_and_the_silo_serves_it_to_its_end()
    {
        var host = Silo("A");
        var silo = host.AsActor("silo");
        Signal release = new();
        string? answer = null;
        await using var run = new ActorGroup(new() { Observer = _recorder })
        {
            silo,
            new Actor("consumer", async token =>
            {
                await Work.UntilTold(token);
                await release;
                answer = await Partition(host, "never asked before").WhereAsync();
            }) { After = [silo] },
        }.Start();
        await run.Ready.OrHang();

        run.Stop();
        await _recorder.Seen("told consumer");
        Assert.DoesNotContain("told silo", _recorder.Lines);
        release.Happen();
        await run.Completion.OrHang();

        Assert.Equal("A", answer);
        _recorder.AssertOrder("ended consumer", "told silo");
    }

    [RedisFact]
    public async Task A_stop_ends_the_silo_and_the_table_of_members_says_so()
    {
        var host = Silo("A");
        await using var run = new ActorGroup { host.AsActor("silo") }.Start();
        await run.Ready.OrHang();
        Assert.Equal("A Active", Assert.Single(await MembersAsync()));

        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal("A Dead", Assert.Single(await MembersAsync()));
        Assert.Throws<ObjectDisposedException>(() => host.Services.GetService<IGrainFactory>());
    }

    [RedisFact]
    public async Task Silos_in_two_groups_form_a_cluster_that_outlives_either()
    {
        IHost a = Silo("A"), b = Silo("B");
        await using var first = new ActorGroup { a.AsActor("silo") }.Start();
        await first.Ready.OrHang();
        await using var second = new ActorGroup { b.AsActor("silo") }.Start();
        await second.Ready.OrHang();
        Assert.Equal(["A Active", "B Active"], await MembersAsync());
        Assert.Equal("A", await Partition(a, "p0").WhereAsync().OrHang());
        Assert.Equal("A", await Partition(b, "p0").WhereAsync().OrHang()); // one activation, whichever silo is asked

        first.Stop();
        await first.Completion.OrHang();

        Assert.Equal("B", await Partition(b, "p0").WhereAsync().OrHang());
        Assert.Equal(["A Dead", "B Active"], await MembersAsync());
        Assert.False(second.Completion.IsCompleted);
    }

    private static IPartition Partition(IHost host, string key) => host.Services.GetRequiredService<IGrainFactory>().GetGrain<IPartition>(key);

    private IHost Silo(string name, Action<ISiloBuilder>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo =>
        {
            silo.UseRedisClustering(options => options.ConfigurationOptions = Redis()).ConfigureEndpoints(IPAddress.Loopback, Server.FreePort(), Server.FreePort());
            silo.Configure<ClusterOptions>(static options => options.ClusterId = options.ServiceId = Cluster);
            silo.Configure<SiloOptions>(options => options.SiloName = name);
            configure?.Invoke(silo);
        });
        return builder.Build();
    }

    private ConfigurationOptions Redis() => new() { EndPoints = { { IPAddress.Loopback, _server!.Port } } };

    /// <summary>What the table of members has in Redis, as another silo would read it: each silo's name and status.</summary>
    private async Task<IReadOnlyList<string>> MembersAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(Redis());
        var rows = await connection.GetDatabase().HashGetAllAsync($"{Cluster}/members/{Cluster}");
        return [.. rows.Where(static row => row.Name != "Version").Select(static row => JsonNode.Parse(row.Value.ToString())!).Select(static row => $"{row["SiloName"]} {(SiloStatus)(int)row["Status"]!}").Order(StringComparer.Ordinal)];
    }
}
