namespace OkRun.Async.Hosting.Tests;

[Collection(Telemetry.Alone)]
public sealed class MeasuringRuns : IDisposable
{
    private readonly Telemetry _telemetry = new();
    private readonly Signal _up = new();
    private readonly Signal _release = new();

    [Fact]
    public async Task Actors_are_counted_by_their_state()
    {
        var observer = new ActorGroupTelemetry(_telemetry.Group);
        var recorder = new Recorder();
        var group = new ActorGroup(new() { Observer = observer.And(recorder) })
        {
            new Actor("store", StoreAsync),
            { "cron", Work.UntilTold },
            { "slow", Work.IgnoresCancellation(_release) },
        };

        var run = group.Start();
        await recorder.Seen("ready slow");
        await recorder.Seen("ready cron");
        Assert.Equal("1 starting, 2 ready", _telemetry.States());
        _up.Happen();
        await recorder.Seen("ready store");
        Assert.Equal("3 ready", _telemetry.States());
        run.Stop();
        await recorder.Seen("ended store");
        await recorder.Seen("ended cron");
        await recorder.Seen("told slow");
        Assert.Equal("1 stopping", _telemetry.States());
        _release.Happen();
        await run.Completion.OrHang();

        Assert.Equal(("{actor}", ""), (_telemetry.Metric("okrun.actors").Unit, _telemetry.States()));
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task Durations_and_failures_are_measured()
    {
        var group = new ActorGroup(new() { Observer = new ActorGroupTelemetry(_telemetry.Group) })
        {
            { "store", Work.Fails(new IOException("the disk is full")) },
            { "cron", Work.UntilTold },
        };

        await Assert.ThrowsAsync<IOException>(() => group.RunAsync().OrHang());

        var (unit, durations) = _telemetry.Metric("okrun.actor.duration");
        Assert.Equal("s", unit);
        Assert.Equal(["cron", "store"], durations.Select(each => (string)each.Tags["okrun.actor.name"]!).Order());
        Assert.All(durations, each => Assert.Equal(1, each.Point.GetHistogramCount()));
        var (stopUnit, stops) = _telemetry.Metric("okrun.run.stop.duration");
        Assert.Equal(("s", "System.IO.IOException"), (stopUnit, Assert.Single(stops).Tags["error.type"]));
        var (failureUnit, failures) = _telemetry.Metric("okrun.actor.failures");
        var failure = Assert.Single(failures);
        Assert.Equal(("{failure}", 1L), (failureUnit, failure.Point.GetSumLong()));
        Assert.Equal(("store", "System.IO.IOException"), (failure.Tags["okrun.actor.name"], failure.Tags["error.type"]));
    }

    [Fact]
    public async Task An_actor_that_is_abandoned_is_measured_as_a_failure_once()
    {
        var group = new ActorGroup(new() { Observer = new ActorGroupTelemetry(_telemetry.Group), StopTimeout = TimeSpan.Zero }) { { "stuck", Work.NeverStops } };

        var run = group.Start();
        run.Stop();
        await Assert.ThrowsAsync<StopTimeoutException>(() => run.Completion.OrHang());

        foreach (var name in (string[])["okrun.actor.duration", "okrun.actor.failures", "okrun.run.stop.duration"])
        {
            Assert.Equal("OkRun.Async.StopTimeoutException", Assert.Single(_telemetry.Metric(name).Points).Tags["error.type"]);
        }
    }

    [Fact]
    public async Task A_hook_that_fails_is_counted()
    {
        var group = new ActorGroup(new() { Observer = new ActorGroupTelemetry(_telemetry.Group) })
        {
            new Actor("job", Work.Nothing) { Interrupt = Hook.Throws(new IOException("the disk is full")) },
        };

        await Assert.ThrowsAsync<IOException>(() => group.RunAsync().OrHang());

        var failure = Assert.Single(_telemetry.Metric("okrun.actor.failures").Points);
        Assert.Equal(("job", "System.IO.IOException", 1L), (failure.Tags["okrun.actor.name"], failure.Tags["error.type"], failure.Point.GetSumLong()));
        Assert.Equal("System.IO.IOException", Assert.Single(_telemetry.Metric("okrun.run.stop.duration").Points).Tags["error.type"]);
    }

    public void Dispose() => _telemetry.Dispose();

    private async Task StoreAsync(Action ready, CancellationToken token)
    {
        await _up;
        ready();
        await Work.UntilTold(token);
    }
}
