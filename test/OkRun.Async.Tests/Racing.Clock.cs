using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace OkRun.Async.Tests;

public partial class Racing
{
    /// <summary>The time limit passes as the actor ends: it has either ended or been abandoned, never both, and those it came after are told once.</summary>
    [Fact]
    public Task The_time_limit_and_the_end() => Rounds.Times(async race =>
    {
        var clock = new FakeTimeProvider();
        var recorder = new Recorder();
        var end = Source();
        var group = new ActorGroup(new() { TimeProvider = clock, Observer = recorder });
        var store = group.Add(new Actor("store", Work.UntilTold) { Interrupt = Hook.Writes(recorder, "hook store") });
        group.Add(new Actor("web", _ => end.Task) { After = [store], StopTimeout = TimeSpan.FromSeconds(1), Interrupt = Hook.Writes(recorder, "hook web") });
        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await recorder.Seen("hook web");

        await race(end.SetResult, () => clock.Advance(TimeSpan.FromSeconds(1)));
        await run.Completion.EndOrHang();

        var isAbandoned = run.Actors[1].State == ActorState.Abandoned;
        Assert.Equal(isAbandoned, run.Completion.IsFaulted);
        Assert.Equal(isAbandoned ? 1 : 0, recorder.Count("abandoned web"));
        Assert.Equal((1, 1), (recorder.Count("told store"), recorder.Count("hook store")));
    });

    [Fact]
    public async Task A_time_limit_that_passes_although_its_timer_was_disposed()
    {
        var (clock, recorder, release) = (new LateClock(), new Recorder(), new Signal());
        var run = new ActorGroup(new() { TimeProvider = clock, StopTimeout = TimeSpan.FromSeconds(1), Observer = recorder }) { { "store", _ => release.Happened } }.Start();
        await run.Ready.OrHang();
        run.Stop();
        await clock.Made;
        release.Happen();
        await run.Completion.OrHang();
        var before = (recorder.Lines.Count, run.Actors[0]);

        clock.Pass();

        Assert.Equal(before, (recorder.Lines.Count, run.Actors[0]));
        Assert.Equal((true, ActorState.Ended), (clock.IsDisposed, run.Actors[0].State));
    }

    [Fact]
    public async Task A_timer_that_is_made_while_its_actor_stops_is_disposed()
    {
        var (clock, making, stopped) = (new LateClock(), new Signal(), new Signal());
        clock.BeforeMade = () => { making.Happen(); stopped.BlockThread(); };
        var group = new ActorGroup(new() { TimeProvider = clock });
        var store = group.Add(new Actor("store", _ => making.Happened) { StopTimeout = TimeSpan.FromSeconds(1) });
        group.Add(new Actor("web", Work.Nothing) { After = [store] });

        var run = group.RunAsync(); // whoever tells the store is kept until the store has ended
        await making.Happened.OrHang();
        await Eventually.EverybodyHadATurn();
        Assert.False(clock.IsDisposed);
        stopped.Happen();

        await run.OrHang();
        Assert.True(clock.IsDisposed);
    }

    /// <summary>Its one timer passes when the test says so, be it disposed or not.</summary>
    private sealed class LateClock : FakeTimeProvider
    {
        private readonly Signal _made = new();
        private Action? _pass;
        private volatile bool _isDisposed;

        public Action BeforeMade { private get; set; } = () => { };

        public Task Made => _made.Happened.OrHang();

        public bool IsDisposed => _isDisposed;

        public void Pass() => _pass!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            BeforeMade();
            _pass = () => callback(state);
            var timer = Substitute.For<ITimer>();
            timer.When(each => each.Dispose()).Do(_ => _isDisposed = true);
            _made.Happen();
            return timer;
        }
    }
}
