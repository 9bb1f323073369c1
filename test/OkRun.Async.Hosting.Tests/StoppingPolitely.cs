using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OkRun.Async.Hosting.Tests;

/// <summary>Once the host stops, an actor that is cancelled by that has ended normally, and the others go on until the host stops the group.</summary>
public class StoppingPolitely
{
    private readonly Signal _working = new();
    private readonly Signal _release = new();
    private readonly LogEntries _log = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_actor_that_listens_to_the_stop_of_its_host_ends_normally(bool alsoToItsOwn)
    {
        using var host = Hosts.With(services => services.AddActorGroup("orders", (provider, group) =>
        {
            var stopping = provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            group.Add("worker", async token =>
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(alsoToItsOwn ? token : default, stopping);
                _working.Happen();
                await Work.UntilCancelled(either.Token);
            });
        }), _log);
        await host.StartAsync().OrHang();
        await _working;
        var run = host.Group().Run!;

        host.Lifetime().StopApplication();
        await Eventually.True(() => run.Actors[0].State == ActorState.Ended);
        await host.StopAsync().OrHang();

        Assert.True(run.Completion.IsCompletedSuccessfully);
        Assert.DoesNotContain(_log.All, entry => entry.Level >= Microsoft.Extensions.Logging.LogLevel.Warning);
    }

    [Fact]
    public async Task Its_end_does_not_stop_the_others_before_the_host_stops_the_group()
    {
        using var host = Hosts.With(services => services
            .AddActorGroup("orders", (provider, group) =>
            {
                var stopping = provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
                group.Add("pusher", _ => { _working.Happen(); return Work.UntilCancelled(stopping); });
                group.Add("writer", Work.UntilTold);
            })
            .AddHostedService(_ => new SlowToStop(_release.Happened))); // stopped first, as the server of a web application is
        await host.StartAsync().OrHang();
        await _working;
        var run = host.Group().Run!;

        var stop = host.StopAsync();
        await Eventually.True(() => run.Actors[0].State == ActorState.Ended);
        await Eventually.EverybodyHadATurn();
        Assert.Equal((ActorState.Ready, null), (run.Actors[1].State, run.First));
        _release.Happen();
        await stop.OrHang();

        Assert.True(run.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Before_the_host_stops_a_cancellation_is_a_failure()
    {
        using var host = Hosts.With(services => services.AddActorGroup("orders", (_, group) => group.Add("worker", Work.Fails(new OperationCanceledException(), _release))));
        await host.StartAsync().OrHang();
        var run = host.Group().Run!;

        _release.Happen();
        await run.Completion.EndOrHang();

        Assert.True(run.Completion.IsFaulted);
        await Assert.ThrowsAsync<OperationCanceledException>(() => host.StopAsync().OrHang());
    }

    private sealed class SlowToStop(Task until) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => until;
    }
}
