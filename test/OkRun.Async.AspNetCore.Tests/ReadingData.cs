using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace OkRun.Async.AspNetCore.Tests;

public class ReadingData
{
    private readonly Signal _release = new();
    private readonly IOException _failure = new("the disk is full <b>");

    [Fact]
    public async Task A_running_group_tells_its_actors_in_order_and_when_they_were_ready()
    {
        await using var site = await Site.Of(group =>
        {
            var store = group.Add("store", Work.UntilTold);
            group.Add(new Actor("web", Work.UntilTold) { After = [store] });
        });

        var orders = await site.OrdersAsync(group => group.State() == "Ready");

        Assert.Equal("orders", orders.GetProperty("name").GetString());
        Assert.Equal(["store", "web"], orders.GetProperty("actors").EnumerateArray().Select(actor => actor.GetProperty("name").GetString()));
        Assert.Equal("store", orders.Actor(1).GetProperty("after")[0].GetString());
        Assert.True(orders.Actor(0).GetProperty("readyMs").GetInt64() <= orders.Actor(1).GetProperty("readyMs").GetInt64());
        Assert.True(orders.IsNull("stop"));
    }

    [Fact]
    public async Task A_starting_group_tells_who_is_waited_for_and_who_has_not_started()
    {
        await using var site = await Site.Of(group =>
        {
            var store = group.Add(new Actor("store", (_, token) => Work.UntilTold(token)));
            group.Add(new Actor("web", Work.UntilTold) { After = [store] });
        });

        var orders = await site.OrdersAsync(group => group.State() == "Starting");

        Assert.Equal(("Starting", "Waiting"), (orders.Actor(0).State(), orders.Actor(1).State()));
        Assert.Equal("store", Assert.Single(orders.GetProperty("waitingFor").EnumerateArray()).GetProperty("actor").GetString());
        Assert.True(orders.Actor(1).IsNull("startMs"));
    }

    [Fact]
    public async Task A_group_that_stops_while_it_is_read_is_not_called_stopped_before_its_actors_are()
    {
        var stopped = new Signal();
        var (clock, observer) = (new InterruptedClock(), Substitute.For<ActorGroupObserver>());
        observer.When(each => each.OnStopped(Arg.Any<TimeSpan>())).Do(_ => stopped.Happen());
        var timeline = new ActorGroupTimeline("orders");
        timeline.Run = new ActorGroup(new() { Observer = timeline.And(observer), TimeProvider = clock }) { { "store", Work.IgnoresCancellation(_release) } }.Start();
        await using var site = await Site.StartAsync(services => services.AddSingleton(timeline).AddSingleton(timeline.Run), app => app.MapActorGroups("/actors"));
        await timeline.Run.Ready.OrHang();

        clock.BeforeNext = () => { _release.Happen(); stopped.BlockThread(); }; // the states of the actors are known by then
        var during = await site.OrdersAsync();
        var after = await site.OrdersAsync();

        Assert.Equal((true, "Ready"), (during.IsNull("stoppedMs"), during.Actor(0).State()));
        Assert.NotEqual("Stopped", during.State());
        Assert.Equal((false, "Ended", "Stopped"), (after.IsNull("stoppedMs"), after.Actor(0).State(), after.State()));
    }

    [Fact]
    public async Task A_stopping_group_tells_who_stopped_it_and_who_is_waited_for()
    {
        await using var site = await Site.Of(group =>
        {
            group.Add("stubborn", Work.IgnoresCancellation(_release));
            group.Add("brief", Work.Nothing);
        });

        var orders = await site.OrdersAsync(group => group.State() == "Stopping" && group.GetProperty("waitingFor").GetArrayLength() == 1);
        _release.Happen();
        var stopped = await site.OrdersAsync(group => group.State() == "Stopped");

        Assert.Equal(("brief", "Ended"), (orders.GetProperty("stop").GetProperty("actor").GetString(), orders.GetProperty("stop").GetProperty("reason").GetString()));
        Assert.Equal("stubborn", orders.GetProperty("waitingFor")[0].GetProperty("actor").GetString());
        Assert.False(stopped.IsNull("stoppedMs"));
        Assert.Empty(stopped.GetProperty("waitingFor").EnumerateArray());
    }

    [Fact]
    public async Task Without_details_it_shows_the_type_of_an_exception_and_keeps_the_message_for_itself()
    {
        await using var site = await Site.Of(group => group.Add("breaks", Work.Fails(_failure)));

        var orders = await site.OrdersAsync(group => group.State() == "Failed");

        Assert.Equal("Failed", orders.GetProperty("stop").GetProperty("reason").GetString());
        Assert.DoesNotContain("disk", orders.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("System.IO.IOException", orders.Actor(0).GetProperty("exception").GetProperty("type").GetString());
        Assert.True(orders.Actor(0).GetProperty("exception").IsNull("message"));
    }

    [Fact]
    public async Task With_details_it_shows_type_and_message_and_writes_no_markup()
    {
        await using var site = await Site.Of(group => group.Add("<b>", Work.Fails(_failure)), details: true);

        var orders = await site.OrdersAsync(group => group.State() == "Failed");

        foreach (var shown in (JsonElement[])[orders.GetProperty("stop"), orders.Actor(0)])
        {
            Assert.Equal("System.IO.IOException", shown.GetProperty("exception").GetProperty("type").GetString());
            Assert.Equal(_failure.Message, shown.GetProperty("exception").GetProperty("message").GetString());
        }

        Assert.DoesNotContain("<", orders.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timeline_that_knows_no_run_hears_of_a_hook_that_fails()
    {
        var timeline = new ActorGroupTimeline("orders");
        await new ActorGroup(new() { Observer = timeline }) { { "brief", Work.Nothing, _ => throw _failure } }.RunAsync().EndOrHang();
        await using var site = await Site.StartAsync(services => services.AddSingleton(timeline), app => app.MapActorGroups("/actors"));

        var orders = await site.OrdersAsync();

        Assert.Equal(("Failed", "Failed"), (orders.State(), orders.Actor(0).State()));
    }

    [Fact]
    public async Task A_timeline_begins_anew_with_the_next_run()
    {
        var timeline = new ActorGroupTimeline("orders");
        var group = new ActorGroup(new() { Observer = timeline }) { { "brief", Work.Nothing } };
        await group.RunAsync().OrHang();
        group.Add("lasting", Work.UntilTold);
        await group.RunAsync().OrHang();
        await using var site = await Site.StartAsync(services => services.AddSingleton(timeline), app => app.MapActorGroups("/actors"));

        var orders = await site.OrdersAsync();

        Assert.Equal(2, orders.GetProperty("actors").GetArrayLength());
        Assert.Equal("Stopped", orders.State());
    }

    /// <summary>Lets something happen before it is read the next time.</summary>
    private sealed class InterruptedClock : TimeProvider
    {
        private Action? _beforeNext;

        public Action BeforeNext
        {
            set => _beforeNext = value;
        }

        public override long GetTimestamp()
        {
            Interlocked.Exchange(ref _beforeNext, null)?.Invoke();
            return base.GetTimestamp();
        }
    }
}
