using Microsoft.Extensions.Time.Testing;

namespace OkRun.Async.Tests;

public partial class ReadingStatuses
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Elapsed_counts_from_the_start_of_an_actor_to_its_end()
    {
        var clock = new FakeTimeProvider();
        var recorder = new Recorder();
        var (say, end) = (new Signal(), new Signal());
        var group = new ActorGroup(new() { TimeProvider = clock, Observer = recorder });
        var gate = group.Add(new Actor("gate", async (ready, token) => { await say.Happened; ready(); await Work.UntilTold(token); }));
        group.Add(new Actor("brief", Work.IgnoresCancellation(end)) { After = [gate], OneShot = true });

        var run = group.Start();
        await recorder.Seen("started gate");
        clock.Advance(_second);
        AssertElapsed(run, 1, 0);
        say.Happen();
        await recorder.Seen("started brief");
        clock.Advance(_second);
        AssertElapsed(run, 2, 1);
        end.Happen();
        await recorder.Seen("ended brief");
        clock.Advance(_second);
        AssertElapsed(run, 3, 1);
        run.Stop();
        await run.Completion.OrHang();
        clock.Advance(_second);

        AssertElapsed(run, 3, 1);
    }

    /// <summary>The clock is asked first, and before the answer is used a follower starts later than it says.</summary>
    [Fact]
    public async Task Elapsed_is_never_negative()
    {
        var (say, entered) = (new Signal(), new Signal());
        var recorder = new Recorder();
        var clock = new SteppingClock();
        var group = new ActorGroup(new() { TimeProvider = clock, Observer = recorder });
        var gate = group.Add(new Actor("gate", async (ready, token) => { entered.Happen(); await say.Happened; ready(); await Work.UntilTold(token); }));
        group.Add(new Actor("follower", Work.UntilTold) { After = [gate] });
        await using var run = group.Start();
        await entered; // what reads the clock when it is entered has done so

        clock.AfterNextReading = () =>
        {
            clock.Step();
            say.Happen();
            Assert.True(((IAsyncResult)recorder.Seen("started follower")).AsyncWaitHandle.WaitOne(Deadline.Hung));
        };
        var statuses = run.Actors;

        Assert.All(statuses, status => Assert.True(status.Elapsed >= TimeSpan.Zero, $"{status}"));
    }

    private static void AssertElapsed(ActorGroupRun run, params int[] seconds) =>
        Assert.Equal(seconds.Select(each => each * _second), run.Actors.Select(status => status.Elapsed));

    private sealed class SteppingClock : TimeProvider
    {
        private long _now;

        public Action? AfterNextReading { get; set; }

        public void Step() => Interlocked.Add(ref _now, TimestampFrequency);

        public override long GetTimestamp()
        {
            var now = Interlocked.Read(ref _now);
            var after = AfterNextReading;
            AfterNextReading = null;
            after?.Invoke();
            return now;
        }
    }
}
