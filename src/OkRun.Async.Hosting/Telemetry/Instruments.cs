using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OkRun.Async;

/// <summary>The one source of activities, the one meter, and what it measures.</summary>
internal static class Instruments
{
    private static readonly Meter _meter = new(ActorGroupTelemetry.SourceName);
    private static readonly List<WeakReference<ActorGroupTelemetry>> _groups = [];

    static Instruments() => _meter.CreateObservableUpDownCounter(
        "okrun.actors", Observe, "{actor}", "Actors that have started and not ended, by state.");

    public static ActivitySource Activities { get; } = new(ActorGroupTelemetry.SourceName);

    public static Histogram<double> ActorDuration { get; } = _meter.CreateHistogram(
        "okrun.actor.duration", "s", "How long an actor ran, from its start to its end.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1, 10, 60, 600, 3600, 21600, 86400, 604800] });

    public static Histogram<double> StopDuration { get; } = _meter.CreateHistogram(
        "okrun.run.stop.duration", "s", "How long a run took to stop, from the first end to the last.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60] });

    public static Counter<long> Failures { get; } = _meter.CreateCounter<long>("okrun.actor.failures", "{failure}", "Actors that failed or did not stop in time.");

    /// <summary>Has a group counted for as long as somebody holds it.</summary>
    public static void Add(ActorGroupTelemetry group)
    {
        lock (_groups)
        {
            _groups.RemoveAll(static each => !each.TryGetTarget(out _));
            _groups.Add(new(group));
        }
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
