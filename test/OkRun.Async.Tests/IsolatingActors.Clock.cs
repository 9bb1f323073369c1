using Microsoft.Extensions.Time.Testing;

namespace OkRun.Async.Tests;

public partial class IsolatingActors
{
    [Fact]
    public async Task Who_is_stuck_does_not_delay_the_time_limit_of_another()
    {
        var clock = new FakeTimeProvider();
        var (blocking, release) = (new Signal(), new Signal());
        var group = new ActorGroup(new() { Observer = _recorder, TimeProvider = clock })
        {
            { "stuck", Work.BlocksInItsCallback(blocking, release) },
            new Actor("limited", Work.NeverStops) { StopTimeout = TimeSpan.FromSeconds(1), Interrupt = Hook.Writes(_recorder, "hook") },
        };

        var run = group.Start();
        await run.Ready.OrHang();
        run.Stop();
        await blocking;
        await _recorder.Seen("hook");
        clock.Advance(TimeSpan.FromSeconds(1));
        await _recorder.Seen("abandoned limited");
        var wasOver = run.Completion.IsCompleted;
        release.Happen();
        await run.Completion.EndOrHang();

        Assert.False(wasOver);
        Assert.True(run.Completion.IsFaulted);
    }
}
