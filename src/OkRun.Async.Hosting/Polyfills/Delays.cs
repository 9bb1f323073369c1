namespace OkRun.Async;

/// <summary>Sources that cancel by a clock: on netstandard2.0 there is one clock.</summary>
internal static class Delays
{
#if NET
    public static CancellationTokenSource CancelAfter(this TimeProvider clock, TimeSpan delay) => new(delay, clock);
#else
    public static CancellationTokenSource CancelAfter(this TimeProvider _, TimeSpan delay) => new((int)Math.Min(delay.TotalMilliseconds, int.MaxValue)); // .NET Framework takes no more, 24 days
#endif
}
