using OrderDesk;
using Xunit.Abstractions;

namespace OkRun.Async.Samples.Tests.Daemon.Faults;

/// <summary>The time of day is whatever somebody sets it to: jobs keep their turns, and orders their state.</summary>
[Collection(nameof(UnderLoad))]
public class LivingWithABadClock(ITestOutputHelper output)
{
    private static readonly int[] _jumps = [365 * 24, -2 * 365 * 24, 1, -1, 0];
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData(365 * 24)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(-365 * 24)]
    public async Task A_job_keeps_its_turns_when_the_clock_is_set(int hours)
    {
        var (clock, turns) = (new Clock(), 0);
        await using var run = StartCounting(clock, () => turns++);
        await MoveAsync(clock, 1);

        clock.AdjustTime(clock.GetUtcNow() + TimeSpan.FromHours(hours));
        for (var turn = 2; turn <= 5; turn++)
        {
            await MoveAsync(clock, turn);
        }

        Assert.Equal(5, turns);
        Assert.False(run.Completion.IsCompleted);
    }

    [Fact]
    public async Task A_job_keeps_its_turns_when_the_clock_stands_still()
    {
        var (clock, turns) = (new Clock(), 0);
        await using var run = StartCounting(clock, () => turns++);

        clock.Freeze();
        for (var turn = 1; turn <= 5; turn++)
        {
            await MoveAsync(clock, turn);
        }

        Assert.Equal(5, turns);
    }

    [Fact]
    public async Task What_is_acknowledged_while_the_clock_jumps_is_there_after_a_restart()
    {
        using var folder = new Folder();
        using var lines = new Lines();
        var (clock, clients, ledger) = (new Clock(), new Clients(64), new Ledger(folder.Path));
        var machine = new OrderMachine(folder.Path, clock, lines);
        var orders = new Actor("orders", machine.RunAsync);
        var server = new WebServer("http://127.0.0.1:0", machine, new ActorGroupTimeline("jumping clock"), lines);
        var cron = CronJobs.Of(machine, clock, lines);
        await using var run = new ActorGroup { orders, new("web", server.RunAsync) { After = [orders] }, new("cron", cron.RunAsync) { After = [orders] } }.Start();
        var running = clients.RunAsync(DaemonProcess.AddressIn(await lines.WithAsync(DaemonProcess.Listening)));

        foreach (var hours in _jumps)
        {
            await clients.MoreAsync();
            clock.AdjustTime(clock.GetUtcNow() + TimeSpan.FromHours(hours));
            clock.Advance(2 * _period);
        }

        await clients.MoreAsync();
        run.Stop();
        await run.Completion.OrHang();
        await running.OrHang();
        ledger.Add(clients);
        await ledger.AssertServedAgainAsync();
        output.WriteLine($"{ledger.Count} acknowledged, {machine.Book.Count(OrderState.Cancelled)} cancelled\n{lines}");
    }

    private static ActorGroupRun StartCounting(Clock clock, Action count) => new ActorGroup
    {
        { "cron", new CronJob("count", "*/5 * * * * *", () => { count(); return Task.CompletedTask; }, clock).RunAsync },
    }.Start();

    /// <summary>To the end of the timer of that number, which must be followed by another.</summary>
    private static async Task MoveAsync(Clock clock, int timer)
    {
        await clock.TimersAsync(timer);
        clock.Advance(_period);
        await clock.TimersAsync(timer + 1);
    }
}
