using OrderDesk;
using Xunit.Abstractions;

namespace OkRun.Async.Samples.Tests.Daemon.Faults;

/// <summary>The time of day is whatever somebody sets it to: jobs keep their turns, and orders their state.</summary>
[Collection(nameof(UnderLoad))]
public class LivingWithABadClock(ITestOutputHelper output)
{
    private const string Summary = "Orders: ";
    private static readonly int[] _jumps = [-365, 365];
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

    [SettableClockFact]
    public async Task A_daemon_whose_clock_jumps_keeps_its_turns_and_what_it_acknowledged()
    {
        using var folder = new Folder();
        using var clock = new SettableClock();
        var (clients, ledger) = (new Clients(4), new Ledger(folder.Path));
        await using var daemon = DaemonProcess.Start(folder.Path, variables: clock.Variables);
        var address = await daemon.ReadyAsync();
        await PlaceAnUnpaidOrderAsync(address);
        var running = clients.RunAsync(address);
        await clients.MoreAsync();

        foreach (var days in _jumps)
        {
            clock.Set(TimeSpan.FromDays(days));
            await daemon.Output.NextWithAsync(Summary); // its turn was due before the jump
            await daemon.Output.NextWithAsync(Summary);
            await clients.MoreAsync();
            Assert.Equal(days, (clients.Acknowledged.MaxBy(order => order.Id)!.PlacedAt - DateTimeOffset.UtcNow).TotalDays, tolerance: 1);
        }

        await daemon.Output.WithAsync("Cancelled after 30 s without payment");
        daemon.Send(Posix.Terminate);

        Assert.Equal(0, await daemon.ExitAsync());
        await running.OrHang();
        ledger.Add(clients);
        await ledger.AssertServedAgainAsync();
        output.WriteLine($"{ledger.Count} acknowledged\n{daemon.Output}");
    }

    private static async Task PlaceAnUnpaidOrderAsync(Uri address)
    {
        using var http = new HttpClient { Timeout = Deadline.Hung };
        using var tea = new StringContent("{}");
        using var answer = await http.PostAsync(new Uri(address, "/orders"), tea);
        answer.EnsureSuccessStatusCode();
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
