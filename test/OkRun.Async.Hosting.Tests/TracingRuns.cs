using System.Diagnostics;

namespace OkRun.Async.Hosting.Tests;

[Collection(Telemetry.Alone)]
public sealed class TracingRuns : IDisposable
{
    private readonly Telemetry _telemetry = new();
    private readonly Signal _release = new();
    private readonly Signal _interruptFailed = new();

    [Fact]
    public async Task A_run_is_a_span_and_its_actors_are_its_children()
    {
        var group = Group();
        group.Add("store", Work.UntilTold);
        group.Add("job", Work.Ends(_release));

        var run = group.Start();
        await run.Ready.OrHang();
        _release.Happen();
        await run.Completion.OrHang();

        var parent = _telemetry.Span($"run {_telemetry.Group}");
        var store = _telemetry.Span("actor store");
        Assert.Equal((parent.SpanId, parent.TraceId), (store.ParentSpanId, store.TraceId));
        Assert.Equal(parent.SpanId, _telemetry.Span("actor job").ParentSpanId);
        Assert.Equal(["okrun.actor.ready", "okrun.actor.stopping"], store.Events.Select(each => each.Name));
        Assert.Equal("job", Assert.Single(Assert.Single(parent.Events).Tags).Value);
        Assert.Equal(ActivityStatusCode.Unset, parent.Status);
    }

    [Fact]
    public async Task A_failure_is_the_status_of_the_actor_and_of_the_run()
    {
        var group = Group();
        group.Add("store", Work.Fails(new IOException("the disk is full")));
        group.Add("cron", Work.UntilTold);

        await Assert.ThrowsAsync<IOException>(() => group.RunAsync().OrHang());

        foreach (var span in (Activity[])[_telemetry.Span("actor store"), _telemetry.Span($"run {_telemetry.Group}")])
        {
            Assert.Equal((ActivityStatusCode.Error, "the disk is full"), (span.Status, span.StatusDescription));
            Assert.Equal("System.IO.IOException", span.GetTagItem("error.type"));
            Assert.Contains(span.Events, each => each.Name == "exception");
        }

        Assert.Equal(ActivityStatusCode.Unset, _telemetry.Span("actor cron").Status);
    }

    [Fact]
    public async Task An_abandoned_actor_is_an_error_and_its_span_ends()
    {
        var group = Group(TimeSpan.Zero);
        group.Add("stuck", Work.NeverStops);

        var run = group.Start();
        run.Stop();
        await Assert.ThrowsAsync<StopTimeoutException>(() => run.Completion.OrHang());

        foreach (var span in (Activity[])[_telemetry.Span("actor stuck"), _telemetry.Span($"run {_telemetry.Group}")])
        {
            Assert.Equal((ActivityStatusCode.Error, "OkRun.Async.StopTimeoutException"), (span.Status, span.GetTagItem("error.type")));
        }
    }

    [Fact]
    public async Task A_failure_after_a_clean_first_end_is_the_runs_too()
    {
        var group = Group();
        group.Add("store", Work.FailsWhenTold(new IOException("the disk is full")));
        group.Add("job", Work.Nothing);

        await Assert.ThrowsAsync<IOException>(() => group.RunAsync().OrHang());

        var span = _telemetry.Span($"run {_telemetry.Group}");
        Assert.Equal((ActivityStatusCode.Error, "the disk is full", "System.IO.IOException"), (span.Status, span.StatusDescription, span.GetTagItem("error.type")));
        Assert.Single(span.Events, each => each.Name == "exception");
    }

    [Fact]
    public async Task Of_several_failures_the_run_has_the_one_that_stopped_it()
    {
        var group = Group();
        group.Add("cron", Work.FailsWhenTold(new TimeoutException("no answer")));
        group.Add("store", Work.Fails(new IOException("the disk is full")));

        await Assert.ThrowsAsync<IOException>(() => group.RunAsync().OrHang());

        var span = _telemetry.Span($"run {_telemetry.Group}");
        Assert.Equal(("the disk is full", "System.IO.IOException"), (span.StatusDescription, span.GetTagItem("error.type")));
        Assert.Equal("System.TimeoutException", _telemetry.Span("actor cron").GetTagItem("error.type"));
    }

    [Fact]
    public async Task A_hook_that_fails_is_an_error_of_its_actor_and_of_the_run()
    {
        var group = Group();
        group.Add(new Actor("store", _ => _release.Happened)
        {
            Interrupt = (_, _) => throw new IOException("the disk is full"),
        });
        group.Add("job", Work.Nothing);

        var run = group.Start();
        await _interruptFailed;
        _release.Happen();
        await Assert.ThrowsAsync<IOException>(() => run.Completion.OrHang());

        foreach (var span in (Activity[])[_telemetry.Span("actor store"), _telemetry.Span($"run {_telemetry.Group}")])
        {
            Assert.Equal((ActivityStatusCode.Error, "System.IO.IOException"), (span.Status, span.GetTagItem("error.type")));
            Assert.Single(span.Events, each => each.Name == "exception");
        }
    }

    [Fact]
    public async Task The_span_of_an_actor_does_not_flow_into_its_work_nor_into_the_callers()
    {
        using var callers = new Activity("the caller's");
        callers.ActivityTraceFlags = ActivityTraceFlags.Recorded; // what is not recorded has no children that are
        callers.Start();
        Activity? seen = null;
        Activity? seenAfterReady = null;
        var group = Group();
        var store = group.Add(new Actor("store", async (ready, token) =>
        {
            seen = Activity.Current;
            ready();
            seenAfterReady = Activity.Current;
            await Work.UntilTold(token);
        }));
        group.Add(new Actor("web", Work.Nothing) { After = [store] });

        await group.RunAsync().OrHang();

        Assert.Equal((callers, callers, callers), (seen, seenAfterReady, Activity.Current));
        Assert.Equal(callers.SpanId, _telemetry.Span($"run {_telemetry.Group}").ParentSpanId);
    }

    public void Dispose() => _telemetry.Dispose();

    private ActorGroup Group(TimeSpan? limit = null) =>
        new(new() { StopTimeout = limit ?? Timeout.InfiniteTimeSpan, Observer = new ActorGroupTelemetry(_telemetry.Group).And(new Listener(_interruptFailed)) });

    private sealed class Listener(Signal interruptFailed) : ActorGroupObserver
    {
        public override void OnInterruptFailed(Actor actor, Exception exception) => interruptFailed.Happen();
    }
}
