using Microsoft.Extensions.Time.Testing;

namespace OkRun.Async.Samples.Tests.Daemon;

/// <summary>A clock that says when somebody has set a timer, so that a test knows when to move it.</summary>
internal sealed class Clock : FakeTimeProvider
{
    private readonly Signal[] _set = [.. Enumerable.Range(0, 100).Select(_ => new Signal())];
    private DateTimeOffset? _frozenAt;
    private int _count;

    public TimeSpan Early { get; init; }

    /// <summary>From now on it shows the same time for ever. Timers, which count on their own, still fire.</summary>
    public void Freeze() => _frozenAt = GetUtcNow();

    public override DateTimeOffset GetUtcNow() => _frozenAt ?? base.GetUtcNow();

    public Task TimersAsync(int count) => _set[count - 1].Happened.OrHang();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime > Early ? dueTime - Early : dueTime, period);
        _set[Interlocked.Increment(ref _count) - 1].Happen();
        return timer;
    }
}
