using Microsoft.Extensions.Time.Testing;
using OrderDesk;

namespace OkRun.Async.Samples.Tests.Daemon;

/// <summary>The machine alone: what it says yes to is on the disk, also when it stops, and when the disk says no.</summary>
public class KeepingItsWord
{
    private const int Many = 100;

    [Fact]
    public async Task Commands_in_the_queue_are_carried_out_after_the_stop()
    {
        using var folder = new Folder();
        using var warnings = new Lines();
        var machine = new OrderMachine(folder.Path, TimeProvider.System, warnings);
        var answers = Enumerable.Range(0, Many).Select(_ => machine.AskAsync(new PlaceOrder("tea", 1))).ToList();

        await machine.RunAsync(() => { }, new CancellationToken(canceled: true)).OrHang();

        Assert.All(await Task.WhenAll(answers).OrHang(), answer => Assert.IsType<Accepted>(answer));
        Assert.Equal(Many, (await folder.TransitionsAsync()).Count);
        Assert.IsType<Refused>(await machine.AskAsync(new PlaceOrder("late", 1)).OrHang());
    }

    [Fact]
    public async Task A_disk_that_is_full_stops_the_machine_and_nobody_is_told_yes()
    {
        using var folder = new Folder();
        using var warnings = new Lines();
        File.CreateSymbolicLink(folder.Log, "/dev/full");
        var machine = new OrderMachine(folder.Path, TimeProvider.System, warnings);
        var answers = Enumerable.Range(0, Many).Select(_ => machine.AskAsync(new PlaceOrder("tea", 1))).ToList();

        await Assert.ThrowsAsync<IOException>(() => new ActorGroup { new Actor("orders", machine.RunAsync) }.RunAsync().OrHang());

        Assert.All(await Task.WhenAll(answers).OrHang(), answer => Assert.Equal(Refusal.Stopped, Assert.IsType<Refused>(answer).Reason));
        Assert.Empty(machine.Book.Orders);
    }

    [Fact]
    public async Task Of_two_payments_in_one_go_the_second_is_refused()
    {
        using var folder = new Folder();
        using var warnings = new Lines();
        var machine = new OrderMachine(folder.Path, TimeProvider.System, warnings);
        var placed = machine.AskAsync(new PlaceOrder("tea", 1));
        var first = machine.AskAsync(new MoveOrder(1, OrderState.Paid));
        var second = machine.AskAsync(new MoveOrder(1, OrderState.Paid));
        await using var run = new ActorGroup { new Actor("orders", machine.RunAsync) }.Start();

        Assert.IsType<Accepted>(await placed.OrHang());
        Assert.IsType<Accepted>(await first.OrHang());
        Assert.Equal(Refusal.IllegalTransition, Assert.IsType<Refused>(await second.OrHang()).Reason);
    }

    [Fact]
    public async Task An_order_of_30_s_is_not_older_than_30_s()
    {
        using var folder = new Folder();
        using var warnings = new Lines();
        var clock = new FakeTimeProvider();
        var machine = new OrderMachine(folder.Path, clock, warnings);
        await using var run = new ActorGroup { new Actor("orders", machine.RunAsync) }.Start();
        await machine.AskAsync(new PlaceOrder("tea", 1)).OrHang();
        clock.Advance(TimeSpan.FromSeconds(30));

        var answer = await machine.AskAsync(new CancelUnpaid(TimeSpan.FromSeconds(30))).OrHang();

        Assert.Empty(Assert.IsType<Accepted>(answer).Orders);
    }
}
