namespace OkRun.Async.DistributedLock.Tests;

/// <summary>Laws 1 and 2: waiting, and being ready.</summary>
public sealed class Waiting
{
    [Fact]
    public async Task A_free_lock_is_led_at_once()
    {
        var story = new Story();

        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(story.Service.CreateLock("cron"), story.Options) }.Start();

        await story.Seen("began cron");
        Assert.DoesNotContain("waiting cron", story.Recorder.Lines);
        story.Recorder.AssertOrder("acquired cron", "leading cron 0");
        story.Recorder.AssertOrder("leading cron 0", "began cron");
    }

    [Fact]
    public async Task A_standby_is_ready_waits_in_the_queue_and_takes_over()
    {
        var story = new Story();
        var mutex = story.Service.CreateLock("cron");
        var held = await mutex.AcquireAsync();

        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(mutex, story.Options) }.Start();
        await run.Ready.OrHang();
        await story.Seen("queued cron");
        Assert.Equal(["acquired cron", "waiting cron", "queued cron"], story.Recorder.Lines);
        await held.DisposeAsync();

        await story.Seen("began cron");
    }

    [Fact]
    public async Task A_service_that_is_away_is_told_once_and_asked_again()
    {
        var story = new Story();
        var away = new IOException("away");
        story.Service.Away = away;

        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(story.Service.CreateLock("cron"), story.Options) }.Start();
        await story.Seen("unavailable cron");
        await Eventually.True(() =>
        {
            story.Clock.Advance(TimeSpan.FromSeconds(2)); // no pause is longer
            return story.Service.Requests >= 5;
        });
        Assert.False(run.Ready.IsCompleted);
        story.Service.Away = null;
        await story.PassUntil("began cron", TimeSpan.FromSeconds(2));

        await run.Ready.OrHang();
        Assert.Same(away, Assert.Single(story.Outages));
    }

    [Fact]
    public async Task A_wait_that_breaks_is_an_outage_and_not_a_failure()
    {
        var story = new Story();
        var mutex = story.Service.CreateLock("cron");
        var held = await mutex.AcquireAsync();
        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(mutex, story.Options) }.Start();
        await story.Seen("queued cron");

        story.Service.BreakWaits(new IOException("broken"));
        await story.Seen("unavailable cron");
        await Eventually.True(() =>
        {
            story.Clock.Advance(TimeSpan.FromSeconds(2));
            return story.Recorder.Count("queued cron") == 2;
        });
        await held.DisposeAsync();

        await story.Seen("began cron");
        Assert.False(run.Completion.IsCompleted);
    }

    [Fact]
    public async Task The_first_pause_is_short_and_grows()
    {
        var story = new Story();
        story.Service.Away = new IOException("away");
        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(story.Service.CreateLock("cron"), story.Options) }.Start();
        await story.Seen("unavailable cron");
        var step = TimeSpan.FromMilliseconds(10);
        var pauses = new List<TimeSpan>();

        for (var requests = 1; requests < 9; requests++)
        {
            var from = story.Clock.GetUtcNow();
            await Eventually.True(() =>
            {
                if (story.Service.Requests > requests)
                {
                    return true;
                }

                story.Clock.Advance(step);
                return false;
            });
            pauses.Add(story.Clock.GetUtcNow() - from);
        }

        Assert.True(pauses[0] >= TimeSpan.FromMilliseconds(50), $"{pauses[0]}");
        Assert.True(pauses[^1] >= TimeSpan.FromSeconds(1), $"{pauses[^1]}");
    }

    [Fact]
    public async Task A_standby_that_is_told_to_stop_leaves_the_queue()
    {
        var story = new Story();
        var mutex = story.Service.CreateLock("cron");
        await using var held = await mutex.AcquireAsync();
        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(mutex, story.Options) }.Start();
        await story.Seen("queued cron");

        run.Stop();

        await run.Completion.OrHang();
        Assert.DoesNotContain("began cron", story.Recorder.Lines);
    }

    [Fact]
    public async Task The_result_takes_over_name_dependencies_and_limits_and_runs_without_dependencies_in_a_term()
    {
        var story = new Story();
        var store = story.Recording("store");
        var actor = story.Recording("cron") with { After = [store], OneShot = true, StopTimeout = TimeSpan.FromSeconds(7) };

        var leader = actor.OnlyWhileHolding(story.Service.CreateLock("cron"), story.Options);

        Assert.Equal(("cron", true, TimeSpan.FromSeconds(7)), (leader.Name, leader.OneShot, leader.StopTimeout));
        Assert.Equal([store], leader.After);
        await using var run = new ActorGroup { store, leader }.Start();
        await story.Seen("began cron");
    }

    [Fact]
    public async Task A_one_shot_actor_is_ready_when_its_turn_is_over()
    {
        var story = new Story();
        var mutex = story.Service.CreateLock("migrate");
        var held = await mutex.AcquireAsync();
        var job = new Actor("migrate", _ =>
        {
            story.Recorder.Write("migrated");
            return Task.CompletedTask;
        });
        var migrate = (job with { OneShot = true }).OnlyWhileHolding(mutex, story.Options);
        await using var run = new ActorGroup { migrate, story.Recording("web") with { After = [migrate] } }.Start();
        await story.Seen("queued migrate");
        await Eventually.EverybodyHadATurn();
        Assert.DoesNotContain("began web", story.Recorder.Lines);

        await held.DisposeAsync();

        await story.Seen("began web");
        await run.Ready.OrHang();
        story.Recorder.AssertOrder("migrated", "let go migrate 0");
        story.Recorder.AssertOrder("let go migrate 0", "began web");
    }
}
