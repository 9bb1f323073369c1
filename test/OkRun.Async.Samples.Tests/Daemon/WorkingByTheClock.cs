using OrderDesk;

namespace OkRun.Async.Samples.Tests.Daemon;

/// <summary>The cron jobs, on a clock that only the test moves.</summary>
public class WorkingByTheClock
{
    [Fact]
    public async Task Unpaid_orders_are_cancelled_when_they_are_older_than_30_s()
    {
        using var folder = new Folder();
        using var output = new Lines();
        var clock = new Clock();
        var machine = new OrderMachine(folder.Path, clock, output);
        await using var run = new ActorGroup { new Actor("orders", machine.RunAsync) }.Start();
        await machine.AskAsync(new PlaceOrder("unpaid", 1)).OrHang();
        await machine.AskAsync(new PlaceOrder("paid", 1)).OrHang();
        await machine.AskAsync(new MoveOrder(2, OrderState.Paid)).OrHang();
        clock.Advance(TimeSpan.FromSeconds(31));
        await machine.AskAsync(new PlaceOrder("young", 1)).OrHang();
        await using var jobs = CronJobs.Of(machine, clock, output).Start();
        await clock.TimersAsync(2);

        clock.Advance(TimeSpan.FromSeconds(9));

        await output.WithAsync("Cancelled after 30 s without payment: 1");
        Assert.Equal([OrderState.Cancelled, OrderState.Paid, OrderState.Placed], machine.Book.Orders.Select(order => order.State));
        await run.DisposeAsync();
        Assert.Equal(machine.Book.Find(1), (await folder.TransitionsAsync())[^1]);
    }

    [Fact]
    public async Task Every_5_s_there_is_a_summary()
    {
        using var folder = new Folder();
        using var output = new Lines();
        var clock = new Clock();
        var machine = new OrderMachine(folder.Path, clock, output);
        await using var run = new ActorGroup { { "cron", CronJobs.Of(machine, clock, output).RunAsync } }.Start();
        await clock.TimersAsync(2);

        clock.Advance(TimeSpan.FromSeconds(5));
        await clock.TimersAsync(3);
        clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(["Orders: 0 placed, 0 paid, 0 shipped, 0 cancelled"], output.Written);
    }

    [Fact]
    public async Task A_job_that_throws_stops_the_daemon_and_is_told()
    {
        using var folder = new Folder();
        using var output = new ThrowsAtTheSummary();
        using var errors = new Lines();
        var clock = new Clock();
        var exit = OrderDesk.Daemon.RunAsync(new DaemonOptions(folder.Path, "http://127.0.0.1:0"), clock, output, errors);
        await errors.WithAsync("web         ready");
        await clock.TimersAsync(2);

        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(1, await exit.OrHang());
        Assert.Contains("stopping: 'cron' failed with InvalidOperationException: The job 'summary' failed: no paper", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("orders      ended", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timer_that_fires_early_does_not_make_one_turn_two()
    {
        var clock = new Clock { Early = TimeSpan.FromMilliseconds(10) };
        var turns = 0;
        var job = new CronJob("count", "*/5 * * * * *", () => Task.FromResult(++turns), clock);
        await using var run = new ActorGroup { { "cron", job.RunAsync } }.Start();
        await clock.TimersAsync(1);

        clock.Advance(TimeSpan.FromSeconds(5) - clock.Early);
        await clock.TimersAsync(2);
        clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(1, turns);
    }

    private sealed class ThrowsAtTheSummary : StringWriter
    {
        public override Task WriteLineAsync(string? value) =>
            value!.StartsWith("Orders:", StringComparison.Ordinal) ? throw new IOException("no paper") : Task.CompletedTask;
    }
}
