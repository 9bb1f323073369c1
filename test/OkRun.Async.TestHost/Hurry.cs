namespace OkRun.Async.TestHost;

/// <summary>A clock whose timers do not wait: nobody wants to watch a test be patient.</summary>
internal sealed class Hurry : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, TimeSpan.Zero, period);
}
