using System.Collections.Concurrent;
using System.Diagnostics;

namespace OkRun.Async.DistributedLock.Tests;

/// <summary>Law 9: metrics and spans.</summary>
public sealed class Measuring
{
    private readonly Story _story = new();
    private readonly Signal _release = new();

    [Fact]
    public async Task An_actor_waits_leads_and_stops_and_the_term_is_counted_and_timed()
    {
        using var measured = new Measured("measured");
        var held = await _story.Service.CreateLock("measured").AcquireAsync();
        await using var run = new ActorGroup { Stubborn("measured").OnlyWhileHolding(_story.Service.CreateLock("measured"), _story.Options) }.Start();
        await _story.Seen("queued measured");
        Assert.Equal("1 waiting", measured.Actors);

        await held.DisposeAsync();
        await _story.Seen("began measured");
        Assert.Equal("1 leading", measured.Actors);
        _story.Clock.Advance(TimeSpan.FromSeconds(30));
        run.Stop();
        await _story.Seen("told measured");
        await Eventually.True(() => measured.Actors == "1 stopping"); // told by another callback of the same token
        _release.Happen();
        await run.Completion.OrHang();

        Assert.Equal("", measured.Actors);
        Assert.Equal(["measured stopped 1"], measured.Terms);
        Assert.Equal([("measured stopped", 30)], measured.Durations);
    }

    [Theory]
    [InlineData("ended", "ended")]
    [InlineData("failed", "failed")]
    [InlineData("lost", "lost")]
    [InlineData("lost and stuck", "failed")]
    [InlineData("stopped and stuck", "failed")]
    [InlineData("without a number", null)]
    [InlineData("without actors", null)]
    public async Task Whatever_ends_an_actor_its_term_is_counted_once_and_nothing_is_left_of_it(string how, string? end)
    {
        using var measured = new Measured(how);
        var options = new LeaderOptions
        {
            TimeProvider = _story.Clock,
            Observer = _story.ObserverOf("A"),
            EndWhenLost = true,
            BeginTerm = (_, _) => how == "without a number" ? throw new IOException(how) : new(1),
        };
        await using var run = new ActorGroup(new() { TimeProvider = _story.Clock })
        {
            _story.Service.CreateLock(how).WhileHolding(how, _ => how == "without actors" ? throw new IOException(how) : new(new() { TimeProvider = _story.Clock, StopTimeout = TimeSpan.FromMinutes(1) }) { WorkOf(how) }, options),
        }.Start();

        await EndAsync(how, run);
        await run.Completion.EndOrHang();

        Assert.Equal("", measured.Actors);
        Assert.Equal(end is null ? [] : [$"{how} {end} 1"], measured.Terms);
        Assert.Equal(end is null ? [] : [$"{how} {end}"], measured.Durations.Select(static each => each.Text));
        Assert.Null(run.Actors[0].Detail);
    }

    [Fact]
    public async Task Each_partition_is_counted_and_so_is_the_actor_that_spreads_them()
    {
        using var measured = new Measured("spread");
        await using var run = new ActorGroup
        {
            _story.Service.Spread("spread", ["p0", "p1"], (partition, _) => [_story.Recording(partition)], new() { TimeProvider = _story.Clock }),
        }.Start();
        await _story.Seen("began p0");
        await _story.Seen("began p1");
        Assert.Equal("3 leading", measured.Actors);

        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal("", measured.Actors);
        Assert.Equal(["spread/p0 stopped 1", "spread/p1 stopped 1"], measured.Terms);
    }

    [Fact]
    public async Task A_term_has_a_span_with_its_number_that_is_not_the_current_one()
    {
        using var spans = new Spans();
        bool? isCurrent = null;
        var options = new LeaderOptions { TimeProvider = _story.Clock, BeginTerm = (_, _) => new(7) };
        await using var run = new ActorGroup
        {
            new Actor("traced", async token =>
            {
                isCurrent = Activity.Current is not null;
                _story.Recorder.Write("began traced");
                await Work.UntilTold(token);
            }).OnlyWhileHolding(_story.Service.CreateLock("traced"), options),
        }.Start();
        await _story.Seen("began traced");

        run.Stop();
        await run.Completion.OrHang();

        var span = spans.Of("lead traced");
        Assert.Equal((7L, "traced", "stopped", ActivityStatusCode.Unset), (span.GetTagItem("okrun.leader.term"), span.GetTagItem("okrun.actor.name"), span.GetTagItem("okrun.leader.end"), span.Status));
        Assert.False(isCurrent); // the work of a leader has traces of its own
    }

    [Fact]
    public async Task The_span_of_a_lost_term_is_an_error()
    {
        using var spans = new Spans();
        var options = new LeaderOptions { TimeProvider = _story.Clock, EndWhenLost = true };
        await using var run = new ActorGroup { _story.Recording("traced in vain").OnlyWhileHolding(_story.Service.CreateLock("traced in vain"), options) }.Start();
        await _story.Seen("began traced in vain");

        _story.Service.Lose("traced in vain");
        await run.Completion.EndOrHang();

        var span = spans.Of("lead traced in vain");
        Assert.Equal((ActivityStatusCode.Error, "lost"), (span.Status, span.GetTagItem("okrun.leader.end")));
    }

    private Actor WorkOf(string how) => how switch
    {
        "ended" => new("work", Work.Nothing),
        "failed" => new("work", Work.Fails(new IOException(how))),
        "lost" => _story.Recording("work"),
        _ => Stubborn("work"),
    };

    private async Task EndAsync(string how, ActorGroupRun run)
    {
        switch (how)
        {
            case "lost":
                await _story.Seen("began work");
                _story.Service.Lose(how);
                break;
            case "lost and stuck":
                await _story.Seen("began work");
                _story.Service.Lose(how);
                await PassUntilOverAsync(run);
                break;
            case "stopped and stuck":
                await _story.Seen("began work");
                run.Stop();
                await PassUntilOverAsync(run);
                break;
            case "without a number":
                await _story.Seen($"A unavailable {how}");
                run.Stop();
                break;
            default:
                break;
        }
    }

    private Task PassUntilOverAsync(ActorGroupRun run) => Eventually.True(() =>
    {
        _story.Clock.Advance(TimeSpan.FromSeconds(1));
        return run.Completion.IsCompleted;
    });

    /// <summary>Records that it is told, and stops when it is let.</summary>
    private Actor Stubborn(string name) => new(name, async token =>
    {
        _story.Recorder.Write($"began {name}");
        await Work.UntilTold(token);
        _story.Recorder.Write($"told {name}");
        await _release;
    });

    private sealed class Spans : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _ended = new();
        private readonly ActivityListener _listener;

        public Spans() => ActivitySource.AddActivityListener(_listener = new()
        {
            ShouldListenTo = static source => source.Name == "OkRun.Async",
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = _ended.Enqueue,
        });

        public Activity Of(string name) => Assert.Single(_ended, each => each.DisplayName == name);

        public void Dispose() => _listener.Dispose();
    }
}
