using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace OkRun.Async.Hosting.Tests;

// What needs a clock that is set.
public partial class StoppingWithTheHost
{
    [Fact]
    public async Task An_actors_own_time_limit_ends_the_wait_sooner()
    {
        var clock = new FakeTimeProvider();
        using var host = Hosts.With(
            services => services.AddActorGroup((_, group) => group.Add("stuck", Work.NeverStops), options =>
            {
                options.StopTimeout = TimeSpan.FromSeconds(10);
                options.TimeProvider = clock;
            }),
            _log);
        await host.StartAsync().OrHang();

        var stop = host.StopAsync();
        await _log.Seen(7);
        clock.Advance(TimeSpan.FromSeconds(5));
        await _log.Seen(10);
        await Eventually.True(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            return stop.IsCompleted;
        });
        var thrown = await Assert.ThrowsAsync<StopTimeoutException>(() => stop.OrHang());

        Assert.Equal("stuck", Assert.Single(thrown.Actors).Name);
    }
}
