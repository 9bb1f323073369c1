using System.Threading.Channels;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace OkRun_Worker.Tests;

public class WorkerTests
{
    [Fact]
    public async Task Every_minute_something_is_saved()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));
        var saved = Channel.CreateUnbounded<string>();
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddActors(entry => saved.Writer.WriteAsync(entry).AsTask(), clock);
        using var host = builder.Build();
        await host.StartAsync(); // ends when all actors are ready

        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("it is 2030-01-01 12:01:00Z", await saved.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(HealthStatus.Healthy, (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);
        await host.StopAsync();
    }
}
