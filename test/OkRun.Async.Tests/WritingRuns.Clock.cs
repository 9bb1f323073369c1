using Microsoft.Extensions.Time.Testing;

namespace OkRun.Async.Tests;

public sealed partial class WritingRuns
{
    [Fact]
    public async Task Who_is_abandoned_is_told_and_no_longer_waited_for()
    {
        var clock = new FakeTimeProvider();
        var hook = new Signal();
        var group = new ActorGroup(new() { Observer = ActorGroupObserver.WriteTo(_writer), TimeProvider = clock, StopTimeout = TimeSpan.FromSeconds(10) });
        group.Add(new Actor("stuck", Work.NeverStops) { Interrupt = Hook.Signals(hook) });
        group.Add(new Actor("patient", Work.IgnoresCancellation(_release)) { StopTimeout = Timeout.InfiniteTimeSpan });

        var run = group.Start();
        run.Stop();
        await hook;
        clock.Advance(TimeSpan.FromSeconds(10));
        await _writer.Seen("abandoned");
        _release.Happen();
        await run.Completion.EndOrHang();
        await _writer.Seen("failed after N s: 'stuck' was abandoned");

        Assert.Contains("stuck did not stop within N s: abandoned; waiting for 'patient' (told 10 s ago)", Lines().Select(Locations.Without));
        Assert.Contains(Lines(), line => line.StartsWith("stuck did not stop within N s: abandoned at Work.", StringComparison.Ordinal));
        Assert.Contains("patient ended after N s", Lines());
    }
}
