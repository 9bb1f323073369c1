using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OkRun.Async;

/// <summary>The one source of activities, the one meter, and what it measures.</summary>
internal static class Instruments
{
    private static readonly Meter _meter = new(ActorGroupTelemetry.SourceName);
    private static readonly List<WeakReference<ActorGroupTelemetry>> _groups = [];
    private static int _enough = 16;
    private static readonly Histogram<double> _actorDuration = _meter.CreateHistogram(
        "okrun.actor.duration", "s", "How long an actor ran, from its start to its end, or until it was abandoned.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1, 10, 60, 600, 3600, 21600, 86400, 604800] });
    private static readonly Histogram<double> _stopDuration = _meter.CreateHistogram(
        "okrun.run.stop.duration", "s", "How long a run took to stop, from the first end to the last.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60] });
    private static readonly Counter<long> _failures = _meter.CreateCounter<long>(
        "okrun.actor.failures", "{failure}", "Failures of actors, of their hooks and of callbacks of their tokens, and actors that did not stop in time.");

    static Instruments() => _meter.CreateObservableUpDownCounter(
        "okrun.actors", Observe, "{actor}", "Actors that have started and not ended, by state.");

    public static ActivitySource Activities { get; } = new(ActorGroupTelemetry.SourceName);

    /// <summary>Counts a group for as long as it is referenced.</summary>
    public static void Add(ActorGroupTelemetry group)
    {
        lock (_groups)
        {
            if (_groups.Count >= _enough)
            {
                _groups.RemoveAll(static each => !each.TryGetTarget(out _));
                _enough = 16 + (2 * _groups.Count); // looked through once for as many as are added: the cost of each is the same however many there are
            }

            _groups.Add(new(group));
        }
    }

    public static void CountFailure(string group, Actor actor, Type error)
    {
        if (_failures.Enabled)
        {
            _failures.Add(1, Tags(group, actor, error));
        }
    }

    public static void MeasureActor(string group, Actor actor, TimeSpan elapsed, Type? error)
    {
        if (_actorDuration.Enabled)
        {
            _actorDuration.Record(elapsed.TotalSeconds, Tags(group, actor, error));
        }
    }

    public static void MeasureStop(string group, TimeSpan elapsed, Type? error)
    {
        if (_stopDuration.Enabled)
        {
            _stopDuration.Record(elapsed.TotalSeconds, Tags(group, null, error));
        }
    }

    private static TagList Tags(string group, Actor? actor, Type? error)
    {
        var tags = new TagList { { Attributes.Group, group } };
        if (actor is not null)
        {
            tags.Add(Attributes.Actor, actor.Name);
        }

        if (error is not null)
        {
            tags.Add(Attributes.ErrorType, error.FullName);
        }

        return tags;
    }

    private static List<Measurement<long>> Observe()
    {
        List<ActorGroupTelemetry> groups = [];
        lock (_groups)
        {
            foreach (var each in _groups)
            {
                if (each.TryGetTarget(out var group))
                {
                    groups.Add(group);
                }
            }
        }

        return [.. groups.GroupBy(group => group.Group, StringComparer.Ordinal).SelectMany(Count)];
    }

    private static IEnumerable<Measurement<long>> Count(IGrouping<string, ActorGroupTelemetry> groups)
    {
        var states = groups.SelectMany(group => group.States).ToLookup(state => state);
        return Enum.GetValues<TrackedState>().Select(state => new Measurement<long>(
            states[state].Count(), new(Attributes.Group, groups.Key), new(Attributes.State, Attributes.Text(state))));
    }
}
