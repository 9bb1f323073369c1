using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace OkRun.Async.DistributedLock.Tests;

/// <summary>What is measured of the actors whose names begin so. Instruments are of the whole process, so each test leads under a name of its own.</summary>
internal sealed class Measured : IDisposable
{
    private readonly MeterListener _listener = new() { InstrumentPublished = Enable };
    private readonly ConcurrentQueue<Measurement> _measured = new();
    private readonly string _name;

    public Measured(string name)
    {
        _name = name;
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument.Name, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument.Name, value, tags));
        _listener.Start();
    }

    /// <summary>The terms that are over, with their ends, in the order of their names.</summary>
    public IReadOnlyList<string> Terms => [.. _measured.Where(static each => each.Instrument == "okrun.leader.terms").Select(static each => $"{each.Actor} {each.Tag} {each.Value}").Order(StringComparer.Ordinal)];

    /// <summary>How long they took.</summary>
    public IReadOnlyList<(string Text, double Seconds)> Durations => [.. _measured.Where(static each => each.Instrument == "okrun.leader.term.duration").Select(static each => ($"{each.Actor} {each.Tag}", each.Value))];

    /// <summary>How many actors do what at this moment; those of which there is none are left out.</summary>
    public string Actors
    {
        get
        {
            var before = _measured.Count;
            _listener.RecordObservableInstruments();
            return string.Join(", ", _measured.Skip(before).Where(static each => each.Instrument == "okrun.leader.actors" && each.Value != 0)
                .GroupBy(static each => each.Tag).OrderBy(static each => each.Key, StringComparer.Ordinal).Select(static each => $"{each.Sum(static one => one.Value)} {each.Key}"));
        }
    }

    public void Dispose() => _listener.Dispose();

    private static void Enable(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name == "OkRun.Async" && instrument.Name.StartsWith("okrun.leader.", StringComparison.Ordinal))
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }

    private void Note(string instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var all = tags.ToArray().ToDictionary();
        if (all["okrun.actor.name"] is string actor && actor.StartsWith(_name, StringComparison.Ordinal))
        {
            _measured.Enqueue(new(instrument, actor, (string?)(all.GetValueOrDefault("okrun.leader.end") ?? all["okrun.leader.state"]), value));
        }
    }

    private sealed record Measurement(string Instrument, string Actor, string? Tag, double Value);
}
