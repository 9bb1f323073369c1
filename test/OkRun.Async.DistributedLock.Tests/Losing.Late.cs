namespace OkRun.Async.DistributedLock.Tests;

// What is late, and what throws: the rest of laws 5 and 6.
public sealed partial class Losing
{
    /// <summary>A process that was stopped for an hour finds its answer and its time limit together.</summary>
    [Fact]
    public async Task An_answer_to_a_question_that_is_too_old_is_none()
    {
        var story = new Story();
        var (asked, answer) = (new Signal(), new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        var options = new LeaderOptions
        {
            TimeProvider = story.Clock,
            Observer = story.ObserverOf("A"),
            ConfirmTerm = async (_, _) =>
            {
                asked.Happen();
                return await answer.Task;
            },
        };
        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(story.Service.CreateLock("cron"), options) }.Start();
        await story.Seen("A leading cron 0");
        story.Clock.Advance(TimeSpan.FromMilliseconds(700)); // once: a clock that runs on would make the question too old to be asked
        await asked;

        story.Clock.Advance(TimeSpan.FromHours(1));
        answer.SetResult(true);

        await story.Seen("A lost term cron 0");
    }

    [Fact]
    public async Task A_lock_lost_while_the_number_is_awaited_starts_nothing()
    {
        var story = new Story();
        var asked = new Signal();
        var terms = 0;
        var options = new LeaderOptions
        {
            TimeProvider = story.Clock,
            Observer = story.ObserverOf("A"),
            BeginTerm = async (_, token) =>
            {
                if (++terms == 1)
                {
                    asked.Happen();
                    await Work.UntilTold(token); // and it has got its number, for a lock that is lost
                }

                return terms;
            },
        };
        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(story.Service.CreateLock("cron"), options) }.Start();
        await asked;

        story.Service.Lose("cron");
        await story.PassUntil("began cron", TimeSpan.FromMilliseconds(100));

        Assert.DoesNotContain("A leading cron 1", story.Recorder.Lines);
        Assert.Contains("A leading cron 2", story.Recorder.Lines);
    }

    [Fact]
    public async Task A_lock_lost_during_the_delay_starts_nothing()
    {
        var story = new Story();
        var terms = 0L;
        var numbered = new Signal();
        var options = new LeaderOptions
        {
            TimeProvider = story.Clock,
            Observer = story.ObserverOf("A"),
            TakeOverDelay = TimeSpan.FromSeconds(1),
            BeginTerm = (_, _) =>
            {
                numbered.Happen();
                return new(++terms);
            },
        };
        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(story.Service.CreateLock("cron"), options) }.Start();
        await numbered;

        story.Service.Lose("cron");
        await story.Seen("A unavailable cron");
        await story.PassUntil("began cron", TimeSpan.FromMilliseconds(100));

        Assert.DoesNotContain("A leading cron 1", story.Recorder.Lines);
    }

    [Fact]
    public async Task Lost_while_it_is_told_to_stop_it_ends_well()
    {
        var story = new Story();
        var (began, end) = (new Signal(), new Signal());
        await using var run = new ActorGroup
        {
            new Actor("cron", async token =>
            {
                began.Happen();
                await Work.UntilTold(token);
                story.Recorder.Write("told");
                await end.Happened;
            }).OnlyWhileHolding(story.Service.CreateLock("cron"), new() { TimeProvider = story.Clock, Observer = story.ObserverOf("A"), EndWhenLost = true }),
        }.Start();
        await began;

        run.Stop();
        await story.Seen("told");
        story.Service.Lose("cron");
        await story.Seen("A lost term cron 0");
        end.Happen();

        await run.Completion.OrHang();
        Assert.Contains("A stopped cron 0 Stopped", story.Recorder.Lines);
    }

    [Fact]
    public async Task A_lock_that_cannot_tell_its_loss_needs_confirmations()
    {
        var story = new Story(seesLosses: false);
        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(story.Service.CreateLock("cron"), story.Options) }.Start();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(run.Completion.OrHang);

        Assert.Contains("'cron'", failure.Message, StringComparison.Ordinal);
        Assert.Empty(story.Service.Held);
        Assert.DoesNotContain("began cron", story.Recorder.Lines);
    }

    [Fact]
    public async Task A_lock_that_cannot_tell_its_loss_is_led_with_confirmations()
    {
        var story = new Story(seesLosses: false);
        var options = new LeaderOptions { TimeProvider = story.Clock, ConfirmTerm = (_, _) => new(true) };

        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(story.Service.CreateLock("cron"), options) }.Start();

        await story.Seen("began cron");
    }
}
