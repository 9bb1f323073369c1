using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace OkRun.Async.AspNetCore.Tests;

/// <summary>What an exception says is foreign code.</summary>
public class KeepingCalm
{
    private readonly Signal _release = new();

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task An_exception_whose_message_throws_costs_its_text_and_nothing_else(string accept)
    {
        await using var site = await Site.Of(group => group.Add("queue", Work.Fails(new ThrowsItsMessage())), details: true);
        await site.OrdersAsync(group => group.State() == "Failed");

        using var response = await site.GetAsync(accept);
        response.EnsureSuccessStatusCode();

        var exception = (await site.OrdersAsync()).Actor(0).GetProperty("exception");
        Assert.Equal(typeof(ThrowsItsMessage).ToString(), exception.GetProperty("type").GetString());
        Assert.Equal("(its message throws System.InvalidOperationException)", exception.GetProperty("message").GetString());
    }

    [Fact]
    public async Task One_whose_message_never_comes_keeps_neither_the_page_nor_the_run_nor_other_messages()
    {
        var timeline = new ActorGroupTimeline("orders");
        var other = new IOException("the disk is full");
        var asked = new Signal();
        var end = new Signal();
        var run = new ActorGroup(new() { Observer = timeline }) { { "queue", Work.Fails(new KeepsItsMessage(asked, _release)) }, { "store", Work.Fails(other, end) } }.Start();
        await using var site = await Site.StartAsync(services => services.AddSingleton(timeline), app => app.MapActorGroups("/actors", options => options.Details = true));
        var during = site.OrdersAsync(group => !group.Actor(0).IsNull("exception"));
        await asked;

        end.Happen();
        await run.Completion.EndOrHang();
        var first = await during;
        var after = await site.OrdersAsync(group => !group.Actor(1).IsNull("exception") && group.Actor(1).GetProperty("exception").GetProperty("message").GetString() == other.Message);
        _release.Happen();
        var late = await site.OrdersAsync(group => group.Actor(0).GetProperty("exception").GetProperty("message").GetString() == "late");

        Assert.Equal("(its message takes long to come)", first.Actor(0).GetProperty("exception").GetProperty("message").GetString());
        Assert.Equal(("Failed", "Failed"), (after.State(), late.State()));
    }

    [Fact]
    public async Task A_message_without_end_is_cut()
    {
        await using var site = await Site.Of(group => group.Add("queue", Work.Fails(new IOException(new string('x', 1_000_000)))), details: true);

        var orders = await site.OrdersAsync(group => group.State() == "Failed");

        Assert.InRange(orders.Actor(0).GetProperty("exception").GetProperty("message").GetString()!.Length, 1000, 10_000);
    }

#pragma warning disable CA1032, CA1064, CA1065 // these are the sins
    private sealed class ThrowsItsMessage : Exception
    {
        public override string Message => throw new InvalidOperationException();
    }

    private sealed class KeepsItsMessage(Signal asked, Signal until) : Exception
    {
        public override string Message
        {
            get
            {
                asked.Happen();
                until.BlockThread();
                return "late";
            }
        }
    }
#pragma warning restore CA1032, CA1064, CA1065
}
