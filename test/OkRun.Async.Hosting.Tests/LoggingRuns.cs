using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace OkRun.Async.Hosting.Tests;

public class LoggingRuns
{
    private readonly LogEntries _log = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly Signal _release = new();
    private readonly IOException _failure = new("the disk is full");

    [Fact]
    public async Task A_failure_that_stops_the_group_is_one_error_that_says_who_and_why()
    {
        var group = Group();
        group.Add("store", Work.Fails(_failure));
        group.Add("cron", Work.UntilTold);

        await Assert.ThrowsAsync<IOException>(() => group.RunAsync().OrHang());

        var entry = _log.All.First(entry => entry.Level == LogLevel.Error);
        Assert.Equal((5, "store", "orders", _failure), (entry.Id, entry.Fields["Actor"], entry.Fields["Group"], entry.Exception));
        Assert.IsType<long>(entry.Fields["ElapsedMs"]);
    }

    [Fact]
    public async Task A_failure_after_that_is_an_error_of_its_own()
    {
        var group = Group();
        group.Add("store", Work.Fails(_failure));
        group.Add("cron", Work.FailsWhenTold(new TimeoutException("no answer")));

        await Assert.ThrowsAsync<IOException>(() => group.RunAsync().OrHang());

        Assert.Equal(("store", "cron"), (_log.One(5).Fields["Actor"], _log.One(9).Fields["Actor"]));
    }

    [Fact]
    public async Task What_comes_for_each_actor_is_debug_and_the_rest_of_a_normal_run_information()
    {
        var group = Group();
        group.Add("job", Work.Ends(_release));
        group.Add("cron", Work.UntilTold);

        var run = group.Start();
        await run.Ready.OrHang();
        _release.Happen();
        await run.Completion.OrHang();

        Assert.Equal(["job", "cron"], _log.All.Where(entry => entry.Id == 1).Select(entry => entry.Fields["Actor"]));
        Assert.Equal(["cron", "job"], _log.All.Where(entry => entry.Id == 2).Select(entry => (string)entry.Fields["Actor"]!).Order());
        Assert.Equal("job", _log.One(4).Fields["Actor"]);
        Assert.Equal("cron", _log.One(8).Fields["Actor"]);
        Assert.Equal(12, _log.All[^1].Id);
        Assert.All(_log.All, entry => Assert.Equal(entry.Id is 1 or 2 or 7 or 8 ? LogLevel.Debug : LogLevel.Information, entry.Level));
    }

    [Fact]
    public async Task A_stop_that_is_quick_warns_of_nothing()
    {
        var group = Group();
        group.Add("quick", Work.Nothing);

        await group.RunAsync().OrHang();
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.DoesNotContain(_log.All, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Who_is_abandoned_is_an_error()
    {
        var group = Group(TimeSpan.FromSeconds(1));
        group.Add("stuck", Work.NeverStops);
        var run = group.Start();

        run.Stop();
        await Eventually.True(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return run.Completion.IsCompleted;
        });
        await run.Completion.EndOrHang();

        Assert.Equal((LogLevel.Error, "stuck", 1000L), (_log.One(11).Level, _log.One(11).Fields["Actor"], _log.One(11).Fields["LimitMs"]));
    }

    [Fact]
    public async Task A_hook_that_fails_is_an_error_that_says_whose()
    {
        var group = Group();
        group.Add(new Actor("store", Work.UntilTold) { Interrupt = Hook.Throws(_failure) });
        group.Add("job", Work.Nothing);

        await Assert.ThrowsAsync<IOException>(() => group.RunAsync().OrHang());

        var entry = _log.All.First(entry => entry.Level == LogLevel.Error);
        Assert.Equal((14, "store", "orders", _failure), (entry.Id, entry.Fields["Actor"], entry.Fields["Group"], entry.Exception));
    }

    [Fact]
    public async Task An_observer_that_throws_does_not_keep_the_other_from_hearing()
    {
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = new Throws().And(recorder) })
        {
            new Actor("job", Work.Nothing) { Interrupt = Hook.Throws(_failure) },
        };

        await Assert.ThrowsAsync<IOException>(() => group.RunAsync().OrHang());

        Assert.Equal(["started job", "ready job", "ended job", "stopping", "told job", "failed to interrupt job", "stopped"], recorder.Lines);
    }

    private ActorGroup Group(TimeSpan? limit = null) => new(new()
    {
        StopTimeout = limit ?? Timeout.InfiniteTimeSpan,
        TimeProvider = _clock,
        Observer = new ActorGroupLogger(_log, "orders") { TimeProvider = _clock },
    });

    private sealed class Throws : ActorGroupObserver
    {
        public override void OnStarted(Actor actor) => throw new InvalidOperationException("nobody hears");

        public override void OnReady(Actor actor) => throw new InvalidOperationException("nobody hears");

        public override void OnStopping(Actor? first, Exception? cause) => throw new InvalidOperationException("nobody hears");

        public override void OnInterrupting(Actor actor, Exception? cause) => throw new InvalidOperationException("nobody hears");

        public override void OnInterruptFailed(Actor actor, Exception exception) => throw new InvalidOperationException("nobody hears");

        public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) => throw new InvalidOperationException("nobody hears");

        public override void OnStopped(TimeSpan elapsed) => throw new InvalidOperationException("nobody hears");
    }
}
