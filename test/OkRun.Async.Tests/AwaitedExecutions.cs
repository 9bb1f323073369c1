namespace OkRun.Async.Tests;

/// <summary>Tells when the run awaits what so many executions have returned: it leaves their contexts by then.</summary>
internal sealed class AwaitedExecutions
{
    private readonly AsyncLocal<bool> _context;
    private int _missing;

    public AwaitedExecutions(int count)
    {
        _missing = count;
        _context = new(change =>
        {
            if (change is { ThreadContextChanged: true, PreviousValue: true } && Interlocked.Decrement(ref _missing) == 0)
            {
                All.Happen();
            }
        });
    }

    public Signal All { get; } = new();

    /// <summary>Called by an execution, once, before it returns.</summary>
    public void Enter() => _context.Value = true;
}
