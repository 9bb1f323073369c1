namespace OkRun.Async.Tests;

/// <summary>Starts a group and holds the first of its actors back when it is on its thread but has not been entered: where its context arrives.</summary>
internal sealed class HeldStart
{
    private readonly AsyncLocal<bool> _context;
    private int _arrived;

    public HeldStart() => _context = new(change =>
    {
        if (change is { ThreadContextChanged: true, CurrentValue: true } && Interlocked.Increment(ref _arrived) == 1)
        {
            Holding.Happen();
            Release.BlockThread();
        }
    });

    public Signal Holding { get; } = new();

    public Signal Release { get; } = new();

    public ActorGroupRun Start(ActorGroup group)
    {
        ActorGroupRun? run = null;
        ExecutionContext.Run(
            ExecutionContext.Capture()!,
            _ =>
            {
                _context.Value = true;
                run = group.Start();
            },
            null);
        return run!;
    }
}
