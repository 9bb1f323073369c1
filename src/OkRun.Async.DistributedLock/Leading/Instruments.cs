using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OkRun.Async;

/// <summary>What is measured of leaders, and their spans, under the name that <c>ActorGroupTelemetry</c> of OkRun.Async.Hosting has.</summary>
internal static class Instruments
{
    private const string Source = "OkRun.Async";
    private const string Actor = "okrun.actor.name";
    private static readonly Meter _meter = new(Source);
    private static readonly ActivitySource _activities = new(Source);
    private static readonly Dictionary<(string Actor, LeaderRole Role), int> _actors = [];
    private static readonly Counter<long> _terms = _meter.CreateCounter<long>("okrun.leader.terms", "{term}", "Terms that are over.");
    private static readonly Histogram<double> _duration = _meter.CreateHistogram(
        "okrun.leader.term.duration", "s", "How long a replica led, from the start of the term's actors until they had stopped.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 10, 60, 600, 3600, 21600, 86400, 604800] });

    static Instruments() => _meter.CreateObservableUpDownCounter("okrun.leader.actors", Observe, "{actor}", "Leader-only actors, and partitions, by what they do.");

    public static void CountTerm(string name, LeaderEnd end, TimeSpan elapsed)
    {
        var tags = new TagList { { Actor, name }, { "okrun.leader.end", Text(end) } };
        _terms.Add(1, tags);
        _duration.Record(elapsed.TotalSeconds, tags);
    }

    /// <summary>A span for a term. It is never the current one: the work of a leader, which may run for weeks, has traces of its own.</summary>
    public static Activity? StartSpan(LeaderTerm term)
    {
        var current = Activity.Current;
        var span = _activities.StartActivity($"lead {term.Name}", ActivityKind.Internal, parentContext: default)?.SetTag(Actor, term.Name).SetTag("okrun.leader.term", term.Number);
        Activity.Current = current;
        return span;
    }

    public static void EndSpan(Activity? span, LeaderEnd end)
    {
        if (span is null)
        {
            return;
        }

        var current = Activity.Current;
        span.SetTag("okrun.leader.end", Text(end));
        if (end is LeaderEnd.Failed or LeaderEnd.Lost)
        {
            span.SetStatus(ActivityStatusCode.Error, Text(end));
        }

        span.Stop();
        Activity.Current = current;
    }

    public static void Count(string name, LeaderRole role, int change)
    {
        lock (_actors)
        {
            _actors.TryGetValue((name, role), out var count);
            _actors[(name, role)] = count + change;
        }
    }

    public static string Text(LeaderRole role) => role switch
    {
        LeaderRole.Waiting => "waiting",
        LeaderRole.Leading => "leading",
        _ => "stopping",
    };

    private static string Text(LeaderEnd end) => end switch
    {
        LeaderEnd.Stopped => "stopped",
        LeaderEnd.Ended => "ended",
        LeaderEnd.Lost => "lost",
        _ => "failed",
    };

    private static List<Measurement<long>> Observe()
    {
        lock (_actors)
        {
            return [.. _actors.Select(static each => new Measurement<long>(each.Value, new(Actor, each.Key.Actor), new("okrun.leader.state", Text(each.Key.Role))))];
        }
    }
}

/// <summary>What a leader-only actor does.</summary>
internal enum LeaderRole
{
    Waiting,
    Leading,
    Stopping,
}
