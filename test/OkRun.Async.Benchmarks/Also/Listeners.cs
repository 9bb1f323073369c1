using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OkRun.Async.Benchmarks.Also;

/// <summary>Somebody who wants every span and every measurement of groups, and does nothing with them: what an exporter does comes on top.</summary>
internal sealed class Listeners : IDisposable
{
    private readonly ActivityListener _activities = new()
    {
        ShouldListenTo = static source => source.Name == ActorGroupTelemetry.SourceName,
        Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    private readonly MeterListener _meters = new()
    {
        InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == ActorGroupTelemetry.SourceName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        },
    };

    public Listeners()
    {
        ActivitySource.AddActivityListener(_activities);
        _meters.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        _meters.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
        _meters.Start();
    }

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }
}
