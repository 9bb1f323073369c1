using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace OkRun_Daemon.Tests;

public class DaemonTests
{
    [Fact]
    public async Task Every_minute_something_is_saved()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));
        var saved = Channel.CreateUnbounded<string>();
        await using var run = Daemon.Create(entry => saved.Writer.WriteAsync(entry).AsTask(), clock, ["--urls", "http://127.0.0.1:0"]).Start();
        await run.Ready;

        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("it is 2030-01-01 12:01:00Z", await saved.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
        run.Stop();
        await run.Completion; // throws what an actor has failed with
    }
}
