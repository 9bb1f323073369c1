namespace OkRun.Async.DistributedLock.Tests;

/// <summary>Laws 5 and 6: losing a term.</summary>
public sealed partial class Losing
{
    [Fact]
    public async Task A_lost_lock_stops_the_actors_with_the_cause_and_the_leader_waits_again()
    {
        var story = new Story();
        Exception? cause = null;
        var work = story.Recording("cron") with
        {
            Interrupt = (given, _) =>
            {
                cause = given;
                return Task.CompletedTask;
            },
        };
        await using var run = new ActorGroup { work.OnlyWhileHolding(story.Service.CreateLock("cron"), story.Options) }.Start();
        await story.Seen("began cron");

        story.Service.Lose("cron");
        await Eventually.True(() => story.Recorder.Count("began cron") == 2);

        Assert.Equal("cron", Assert.IsType<LeadershipLostException>(cause).Term.Name);
        story.Recorder.AssertOrder("lost term cron 0", "stopped cron 0 Lost");
        story.Recorder.AssertOrder("finished cron", "stopped cron 0 Lost");
        story.Recorder.AssertOrder("stopped cron 0 Lost", "let go cron 0"); // disposing it has thrown
        Assert.Equal(["the lock was lost"], story.Reasons);
        Assert.False(run.Completion.IsCompleted);
    }

    [Fact]
    public async Task What_actors_throw_that_are_told_for_this_reason_is_reported_and_not_fatal()
    {
        var story = new Story();
        var began = new Signal();
        var failure = new IOException("its connection is gone too");
        var terms = 0;
        await using var run = new ActorGroup(new() { Observer = story.Recorder })
        {
            story.Service.CreateLock("cron").WhileHolding(
                "cron", _ => ++terms > 1 ? [story.Recording("work")] : [new Actor("failing", async token =>
                {
                    began.Happen();
                    await Work.UntilTold(token);
                    throw failure;
                })], story.Options),
        }.Start();
        await began;

        story.Service.Lose("cron");

        await story.Seen("began work");
        Assert.Contains(story.Recorder.Written, line => line.Line == "ended cron/failing" && line.With == failure);
        Assert.False(run.Completion.IsCompleted);
    }

    [Fact]
    public async Task EndWhenLost_fails_the_actor_with_its_term()
    {
        var story = new Story();
        var options = new LeaderOptions { TimeProvider = story.Clock, EndWhenLost = true, BeginTerm = (_, _) => new(4) };
        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(story.Service.CreateLock("cron"), options) }.Start();
        await story.Seen("began cron");

        story.Service.Lose("cron");

        var failure = await Assert.ThrowsAsync<LeadershipLostException>(run.Completion.OrHang);
        Assert.Equal(("cron", 4), (failure.Term.Name, failure.Term.Number));
    }

    [Fact]
    public async Task Actors_that_do_not_stop_in_time_are_abandoned_and_the_leader_fails()
    {
        var story = new Story();
        var (began, end) = (new Signal(), new Signal());
        await using var run = new ActorGroup
        {
            new Actor("cron", _ =>
            {
                began.Happen();
                return end.Happened;
            }).OnlyWhileHolding(story.Service.CreateLock("cron"), story.Options),
        }.Start();
        await began;

        story.Service.Lose("cron");
        await story.Seen("lost term cron 0");
        story.Clock.Advance(TimeSpan.FromSeconds(4));
        await Eventually.EverybodyHadATurn();
        Assert.False(run.Completion.IsCompleted);
        await Eventually.True(() =>
        {
            story.Clock.Advance(TimeSpan.FromSeconds(1));
            return run.Completion.IsCompleted;
        });

        var failure = Assert.IsType<StopTimeoutException>(run.Completion.Exception!.InnerException);
        Assert.Equal("cron", Assert.Single(failure.Actors).Name);
        Assert.DoesNotContain("stopped cron 0 Lost", story.Recorder.Lines);
        end.Happen();
    }

    [Fact]
    public async Task A_newer_term_ends_this_one_and_the_lock_is_released()
    {
        var story = new Story();
        var newest = 0L;
        var options = new LeaderOptions
        {
            TimeProvider = story.Clock,
            Observer = story.ObserverOf("A"),
            BeginTerm = (_, _) => new(++newest),
            ConfirmTerm = (term, _) => new(term.Number == newest),
            ConfirmWithin = TimeSpan.FromSeconds(3),
        };
        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(story.Service.CreateLock("cron"), options) }.Start();
        await story.Seen("A leading cron 1");

        newest = 10;
        story.Clock.Advance(TimeSpan.FromSeconds(1)); // the next time it is asked for, which was set before it led
        await story.Seen("A leading cron 11");

        story.Recorder.AssertOrder("A stopped cron 1 Lost", "released cron");
        Assert.Equal("there is a newer term", story.Reasons[0]);
    }

    [Fact]
    public async Task Confirmations_are_asked_for_three_times_as_often_and_keep_the_term()
    {
        var story = new Story();
        var asked = new List<DateTimeOffset>();
        var options = new LeaderOptions
        {
            TimeProvider = story.Clock,
            Observer = story.ObserverOf("A"),
            ConfirmWithin = TimeSpan.FromSeconds(3),
            ConfirmTerm = (_, _) =>
            {
                asked.Add(story.Clock.GetUtcNow());
                return new(true);
            },
        };
        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(story.Service.CreateLock("cron"), options) }.Start();
        await story.Seen("A leading cron 0");

        for (var answers = 0; answers < 10; answers++)
        {
            await Eventually.True(() => story.Clock.Made == (2 * answers) + 1); // a timer for each pause and for each answer: the next pause has begun
            Assert.Equal(answers, asked.Count);
            story.Clock.Advance(TimeSpan.FromMilliseconds(999));
            await Eventually.EverybodyHadATurn();
            Assert.Equal(answers, asked.Count);
            story.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        await Eventually.True(() => story.Clock.Made == 21);
        Assert.DoesNotContain("A lost term cron 0", story.Recorder.Lines);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_an_answer_in_time_the_term_is_lost(bool throws)
    {
        var story = new Story();
        var options = new LeaderOptions
        {
            TimeProvider = story.Clock,
            Observer = story.ObserverOf("A"),
            ConfirmTerm = async (_, _) => throws ? throw new IOException("away") : await new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously).Task,
        };
        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(story.Service.CreateLock("cron"), options) }.Start();
        await story.Seen("A leading cron 0");
        var ledAt = story.Clock.GetUtcNow();

        await story.PassUntil("A lost term cron 0", TimeSpan.FromMilliseconds(1));

        Assert.True(story.Clock.GetUtcNow() - ledAt >= TimeSpan.FromSeconds(2));
        Assert.StartsWith("it was not confirmed within", story.Reasons[0], StringComparison.Ordinal);
    }
}
