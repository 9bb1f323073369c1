namespace OkRun.Async.DistributedLock.Tests;

/// <summary>Laws 3 and 4: becoming leader, and ending.</summary>
public sealed partial class Leading
{
    [Fact]
    public async Task The_lock_then_the_number_then_the_delay_then_the_actors()
    {
        var story = new Story();
        var options = new LeaderOptions
        {
            TimeProvider = story.Clock,
            Observer = story.ObserverOf("A"),
            TakeOverDelay = TimeSpan.FromSeconds(1),
            BeginTerm = (name, _) =>
            {
                story.Recorder.Write($"numbered {name}");
                return new(7);
            },
        };
        LeaderTerm? begun = null;
        var leader = story.Service.CreateLock("cron").WhileHolding("cron", term =>
        {
            begun = term;
            return [story.Recording("work")];
        }, options);

        await using var run = new ActorGroup { leader }.Start();
        await story.Seen("numbered cron");
        var since = story.Clock.GetUtcNow();
        await Eventually.EverybodyHadATurn();
        Assert.Null(begun);
        await story.PassUntil("began work", TimeSpan.FromMilliseconds(100));

        story.Recorder.AssertOrder("acquired cron", "numbered cron");
        story.Recorder.AssertOrder("A leading cron 7", "began work");
        Assert.Equal(new LeaderTerm("cron", 7, since), begun);
        Assert.True(story.Clock.GetUtcNow() - since >= TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Without_a_number_the_term_is_0()
    {
        var story = new Story();
        long? number = null;

        await using var run = new ActorGroup
        {
            story.Service.CreateLock("cron").WhileHolding("cron", term =>
            {
                number = term.Number;
                return [story.Recording("work")];
            }, story.Options),
        }.Start();

        await story.Seen("began work");
        Assert.Equal(0, number);
    }

    [Fact]
    public async Task A_number_that_cannot_be_taken_is_an_outage_and_the_lock_is_released_meanwhile()
    {
        var story = new Story();
        var attempts = 0;
        var options = new LeaderOptions
        {
            TimeProvider = story.Clock,
            Observer = story.ObserverOf("A"),
            BeginTerm = (_, _) => ++attempts < 3 ? throw new IOException("the first statement after a restart") : new(attempts),
        };

        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(story.Service.CreateLock("cron"), options) }.Start();
        await story.Seen("released cron");
        story.Recorder.AssertOrder("acquired cron", "released cron");
        await story.PassUntil("began cron", TimeSpan.FromMilliseconds(100));

        Assert.Equal(1, story.Recorder.Count("A unavailable cron"));
        Assert.Contains("A leading cron 3", story.Recorder.Lines);
        Assert.False(run.Completion.IsCompleted);
    }

    [Fact]
    public async Task Told_to_stop_the_actors_stop_first_with_hooks_and_callbacks_then_the_lock_is_released_then_the_actor_ends()
    {
        var story = new Story();
        var (hooking, registered, release, called) = (new Signal(), new Signal(), new Signal(), new Signal());
        var work = new Actor("work", Work.BlocksInItsCallback(called, release, registered)) { Interrupt = Hook.Hangs(hooking, release) };
        await using var run = new ActorGroup { story.Service.CreateLock("cron").WhileHolding("cron", _ => [work], story.Options) }.Start();
        await registered;

        run.Stop();
        await called;
        await hooking;
        await Eventually.EverybodyHadATurn();
        Assert.True(story.Service.IsHeld("cron"));
        Assert.DoesNotContain("stopped cron 0 Stopped", story.Recorder.Lines);
        release.Happen();

        await run.Completion.OrHang();
        story.Recorder.AssertOrder("stopped cron 0 Stopped", "released cron");
        story.Recorder.AssertOrder("released cron", "let go cron 0");
    }

    [Fact]
    public async Task Actors_that_end_well_end_the_leader_and_the_run()
    {
        var story = new Story();
        var ended = new Signal();
        await using var run = new ActorGroup { new Actor("cron", Work.Ends(ended)).OnlyWhileHolding(story.Service.CreateLock("cron"), story.Options), story.Recording("web") }.Start();
        await story.Seen("leading cron 0");

        ended.Happen();

        await run.Completion.OrHang();
        Assert.Equal("cron", run.First?.Name);
        story.Recorder.AssertOrder("stopped cron 0 Ended", "released cron");
        story.Recorder.AssertOrder("released cron", "finished web");
    }

    [Fact]
    public async Task A_failure_is_the_leaders_failure_with_all_inner_exceptions_after_the_release()
    {
        var story = new Story();
        var (first, second) = (new IOException("first"), new IOException("second"));
        var inner = new ActorGroup { new Actor("other", Work.FailsWhenTold(second)), new Actor("failing", Work.Fails(first)) };
        await using var run = new ActorGroup { story.Service.CreateLock("cron").WhileHolding("cron", _ => inner, story.Options) }.Start();

        var ended = await run.Completion.EndOrHang();

        Assert.Equal([first, second], ended.Exception!.InnerExceptions);
        story.Recorder.AssertOrder("stopped cron 0 Failed", "released cron");
        Assert.False(story.Service.IsHeld("cron"));
    }

    [Fact]
    public async Task A_factory_that_throws_or_gives_no_group_fails_the_leader_after_the_release()
    {
        var story = new Story();
        var failure = new IOException("no group");
        await using var throwing = new ActorGroup { story.Service.CreateLock("a").WhileHolding("a", _ => throw failure, story.Options) }.Start();
        await using var empty = new ActorGroup { story.Service.CreateLock("b").WhileHolding("b", _ => null!, story.Options) }.Start();

        var (ended, other) = (await throwing.Completion.EndOrHang(), await empty.Completion.EndOrHang());

        Assert.Same(failure, ended.Exception!.InnerException);
        Assert.Contains("'b'", Assert.IsType<InvalidOperationException>(other.Exception!.InnerException).Message, StringComparison.Ordinal);
        Assert.Empty(story.Service.Held);
    }

    [Fact]
    public async Task Told_to_stop_while_the_number_is_awaited_nothing_starts_and_the_lock_is_released()
    {
        var story = new Story();
        var asked = new Signal();
        var options = new LeaderOptions
        {
            TimeProvider = story.Clock,
            Observer = story.ObserverOf("A"),
            BeginTerm = async (_, token) =>
            {
                asked.Happen();
                await Work.UntilCancelled(token);
                return 1;
            },
        };
        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(story.Service.CreateLock("cron"), options) }.Start();
        await asked;

        run.Stop();

        await run.Completion.OrHang();
        Assert.Equal(["acquired cron", "released cron"], story.Recorder.Lines);
    }
}
