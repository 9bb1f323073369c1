namespace OkRun.Async.DistributedLock.Tests;

// How a term ends, and what an observer that throws changes.
public sealed partial class Leading
{
    [Fact]
    public async Task Told_to_stop_during_the_delay_nothing_starts_and_the_lock_is_released()
    {
        var story = new Story();
        var numbered = new Signal();
        var options = new LeaderOptions
        {
            TimeProvider = story.Clock,
            TakeOverDelay = TimeSpan.FromHours(1),
            BeginTerm = (_, _) =>
            {
                numbered.Happen();
                return new(1);
            },
        };
        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(story.Service.CreateLock("cron"), options) }.Start();
        await numbered;

        run.Stop();

        await run.Completion.OrHang();
        Assert.Equal(["acquired cron", "released cron"], story.Recorder.Lines);
    }

    [Fact]
    public async Task An_actor_that_does_not_stop_keeps_the_lock_and_the_leader_fails()
    {
        var story = new Story();
        var began = new Signal();
        var work = new Actor("work", _ =>
        {
            began.Happen();
            return new Signal().Happened;
        })
        {
            StopTimeout = TimeSpan.FromSeconds(1),
        };
        await using var run = new ActorGroup { story.Service.CreateLock("cron").WhileHolding("cron", _ => new ActorGroup(new() { TimeProvider = story.Clock }) { work }, story.Options) }.Start();
        await began;

        run.Stop();
        await Eventually.True(() =>
        {
            story.Clock.Advance(TimeSpan.FromSeconds(1));
            return run.Completion.IsCompleted;
        });

        Assert.Same(work, Assert.Single(Assert.IsType<StopTimeoutException>(run.Completion.Exception!.InnerException).Actors));
        Assert.True(story.Service.IsHeld("cron"));
        Assert.DoesNotContain("let go cron 0", story.Recorder.Lines);
    }

    [Fact]
    public async Task The_run_of_a_term_reports_to_the_observer_of_the_outer_run_by_path()
    {
        var story = new Story();
        await using var run = new ActorGroup(new() { Observer = story.Recorder })
        {
            story.Service.CreateLock("cron").WhileHolding("cron", _ => [story.Recording("work")], story.Options),
        }.Start();
        await story.Seen("ready cron/work");
        Assert.Contains("cron/work", run.ToString(), StringComparison.Ordinal);

        run.Stop();

        await run.Completion.OrHang();
        story.Recorder.AssertOrder("ended cron/work", "stopped cron 0 Stopped");
        story.Recorder.AssertOrder("let go cron 0", "ended cron");
    }

    [Fact]
    public async Task An_observer_that_throws_changes_nothing()
    {
        var story = new Story();
        var options = new LeaderOptions { TimeProvider = story.Clock, Observer = new ThrowingObserver() };
        var mutex = story.Service.CreateLock("cron");
        var held = await mutex.AcquireAsync();
        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(mutex, options) }.Start();
        await story.Seen("queued cron");
        await held.DisposeAsync();
        await story.Seen("began cron");

        run.Stop();

        await run.Completion.OrHang();
        Assert.False(story.Service.IsHeld("cron"));
    }

    private sealed class ThrowingObserver : LeaderObserver
    {
        public override void OnWaiting(string name) => throw new IOException(name);

        public override void OnLeading(LeaderTerm term) => throw new IOException(term.Name);

        public override void OnStopped(LeaderTerm term, LeaderEnd end, TimeSpan elapsed) => throw new IOException(term.Name);

        public override void OnReleased(LeaderTerm term) => throw new IOException(term.Name);
    }
}
