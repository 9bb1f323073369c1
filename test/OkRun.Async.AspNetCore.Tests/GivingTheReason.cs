using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OkRun.Async.AspNetCore.Tests;

/// <summary>Why a run stops is told apart: never "it was asked to, or every actor has ended".</summary>
public class GivingTheReason
{
    private readonly Signal _hanging = new();
    private readonly Signal _release = new();

    [Fact]
    public async Task Stop_was_called()
    {
        var timeline = new ActorGroupTimeline("orders");
        var run = new ActorGroup(new() { Observer = timeline }) { { "cron", Work.UntilTold } }.Start();
        await run.Ready.OrHang();
        await using var site = await Site.StartAsync(services => services.AddSingleton(timeline), app => app.MapActorGroups("/actors"));

        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal("Asked", Reason(await site.OrdersAsync()));
    }

    [Fact]
    public async Task The_caller_cancelled()
    {
        using var caller = new CancellationTokenSource();
        var timeline = new ActorGroupTimeline("orders");
        var run = new ActorGroup(new() { Observer = timeline }) { { "cron", Work.UntilTold } }.Start(caller.Token);
        await run.Ready.OrHang();
        await using var site = await Site.StartAsync(services => services.AddSingleton(timeline), app => app.MapActorGroups("/actors"));

        await caller.CancelAsync();
        await run.Completion.EndOrHang();

        Assert.Equal("Cancelled", Reason(await site.OrdersAsync()));
    }

    [Fact]
    public async Task Every_one_shot_actor_has_ended()
    {
        await using var site = await Site.Of(group =>
        {
            group.Add(new Actor("migration", Work.Nothing) { OneShot = true });
            group.Add(new Actor("cleanup", Work.Nothing) { OneShot = true });
        });

        Assert.Equal("AllEnded", Reason(await site.OrdersAsync(group => group.State() == "Stopped")));
    }

    [Fact]
    public async Task The_host_stops()
    {
        await using var host = Site.Build(services => services
            .AddActorGroup("orders", (_, group) => group.Add(new Actor("cron", Work.UntilTold) { Interrupt = Hook.Hangs(_hanging, _release) }))
            .AddActorGroupTimelines());
        var timeline = host.Services.GetRequiredKeyedService<ActorGroupTimeline>("orders");
        await using var site = await Site.StartAsync(services => services.AddSingleton(timeline), app => app.MapActorGroups("/actors")); // a server that outlives the host's
        await host.StartAsync().OrHang();

        var stop = host.StopAsync();
        await _hanging;
        var orders = await site.OrdersAsync();
        _release.Happen();
        await stop.OrHang();

        Assert.Equal(("Stopping", "HostStopping"), (orders.State(), Reason(orders)));
    }

    private static string? Reason(JsonElement group) => group.GetProperty("stop").GetProperty("reason").GetString();
}
