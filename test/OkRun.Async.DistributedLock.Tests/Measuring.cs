using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OkRun.Async.DistributedLock.Tests;

/// <summary>Law 9: what those who look at a leader see. Each test leads under a name of its own, as listeners hear of all.</summary>
public sealed class Measuring
{
    [Fact]
    public async Task Terms_are_counted_and_timed_by_their_end_and_actors_by_what_they_do()
    {
        var story = new Story();
        var measured = new ConcurrentQueue<(string Instrument, double Value, string? State)>();
        using var listener = new MeterListener { InstrumentPublished = static (instrument, listener) => Enable(instrument, listener) };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument.Name, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument.Name, value, tags));
        listener.Start();
        await using var run = new ActorGroup { story.Recording("measured").OnlyWhileHolding(story.Service.CreateLock("measured"), story.Options) }.Start();
        await story.Seen("began measured");

        listener.RecordObservableInstruments();
        Assert.Contains(("okrun.leader.actors", 1, "leading"), measured);
        story.Clock.Advance(TimeSpan.FromSeconds(30));
        run.Stop();
        await run.Completion.OrHang();

        Assert.Contains(("okrun.leader.terms", 1, "stopped"), measured);
        Assert.Contains(("okrun.leader.term.duration", 30, "stopped"), measured);
        measured.Clear();
        listener.RecordObservableInstruments();
        Assert.All(measured, each => Assert.Equal(0, each.Value));

        void Note(string instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var all = tags.ToArray().ToDictionary();
            if ((string?)all["okrun.actor.name"] == "measured")
            {
                measured.Enqueue((instrument, value, (string?)(all.GetValueOrDefault("okrun.leader.end") ?? all.GetValueOrDefault("okrun.leader.state"))));
            }
        }
    }

    [Fact]
    public async Task A_term_has_a_span_with_its_number()
    {
        var story = new Story();
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "OkRun.Async",
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        bool? isCurrent = null;
        var options = new LeaderOptions { TimeProvider = story.Clock, Observer = story.ObserverOf("A"), BeginTerm = (_, _) => new(7) };
        await using var run = new ActorGroup
        {
            new Actor("traced", async token =>
            {
                isCurrent = Activity.Current is not null;
                story.Recorder.Write("began traced");
                await Work.UntilTold(token);
            }).OnlyWhileHolding(story.Service.CreateLock("traced"), options),
        }.Start();
        await story.Seen("began traced");

        run.Stop();
        await run.Completion.OrHang();

        var span = Assert.Single(ended, each => each.DisplayName == "lead traced");
        Assert.Equal(7L, span.GetTagItem("okrun.leader.term"));
        Assert.False(isCurrent); // the work of a leader has traces of its own
    }

    [Fact]
    public async Task The_status_of_the_actor_tells_its_role_its_term_and_since_when()
    {
        var story = new Story();
        var mutex = story.Service.CreateLock("cron");
        var held = await mutex.AcquireAsync();
        var options = new LeaderOptions { TimeProvider = story.Clock, BeginTerm = (_, _) => new(7) };
        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(mutex, options) }.Start();
        await story.Seen("queued cron");
        Assert.Equal("waiting", run.Actors[0].Detail!["role"]);

        await held.DisposeAsync();
        await story.Seen("began cron");

        var detail = run.Actors[0].Detail!;
        Assert.Equal(("leading", 7L, story.Clock.GetUtcNow()), (detail["role"], detail["term"], detail["since"]));
        Assert.Null(run.Actors[0].Degraded);
    }

    [Fact]
    public async Task A_service_that_is_away_for_half_a_minute_degrades_the_actor_until_it_answers()
    {
        var story = new Story();
        story.Service.Away = new IOException("away");
        await using var run = new ActorGroup { story.Recording("cron").OnlyWhileHolding(story.Service.CreateLock("cron"), story.Options) }.Start();
        await story.Seen("unavailable cron");
        Assert.Null(run.Actors[0].Degraded);

        await Eventually.True(() =>
        {
            story.Clock.Advance(TimeSpan.FromSeconds(1));
            return run.Actors[0].Degraded is not null;
        });
        story.Service.Away = null;
        await story.PassUntil("began cron", TimeSpan.FromSeconds(1));

        Assert.Null(run.Actors[0].Degraded);
    }

    private static void Enable(Instrument instrument, MeterListener listener)
    {
        if (instrument.Name.StartsWith("okrun.leader.", StringComparison.Ordinal))
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }
}
