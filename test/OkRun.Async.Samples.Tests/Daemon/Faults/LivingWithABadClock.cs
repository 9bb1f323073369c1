using OrderDesk;

namespace OkRun.Async.Samples.Tests.Daemon.Faults;

/// <summary>The time of day is whatever somebody sets it to: jobs keep their turns, and orders their state.</summary>
public class LivingWithABadClock
{
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
