using System.Runtime.InteropServices;

namespace OkRun.Async.Tests;

/// <summary>What netstandard2.0 does not have.</summary>
public partial class RejectingBadInput
{
    [Fact]
    public void A_signal_actor_needs_its_arguments()
    {
        Assert.Throws<ArgumentNullException>("received", () => Actor.Signals((Action<PosixSignal>)null!));
        Assert.Throws<ArgumentNullException>("signals", () => Actor.Signals(_ => { }, null!));
        Assert.Throws<ArgumentNullException>("signals", () => Actor.Signals((PosixSignal[])null!));
    }

    [Fact]
    public void The_clock_is_the_systems_unless_there_is_another()
    {
        Assert.Same(TimeProvider.System, new ActorGroupOptions().TimeProvider);
        Assert.Throws<ArgumentNullException>(() => new ActorGroupOptions { TimeProvider = null! });
    }
}
