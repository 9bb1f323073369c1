namespace OkRun.Async;

/// <summary>Writes what happens in runs for a person: when, which actor, what; which actor stopped the group and why; which actors are still waited for.</summary>
/// <remarks>
/// Each run has an observer of its own, so runs that overlap are told apart; their lines go through one queue. A wrapper that hands on the events itself gets one for the present run:
/// there, runs that overlap are taken for one.
/// </remarks>
internal sealed class WritingObserver(TextWriter writer, IReadOnlyList<TimeSpan> heartbeat) : ActorGroupObserver, IActorGroupRunObserver
{
    private readonly WriterQueue _queue = new(writer);
    private WrittenRun? _present;

    private WrittenRun Present => Volatile.Read(ref _present) ?? SetPresent();

    public void OnStarting(ActorGroupRun run)
    {
        var started = Create();
        Volatile.Write(ref _present, started);
        started.OnStarting(run);
    }

    public override void OnStarted(Actor actor) => Present.OnStarted(actor);

    public override void OnReady(Actor actor) => Present.OnReady(actor);

    public override void OnStopping(Actor? first, Exception? cause) => Present.OnStopping(first, cause);

    public override void OnInterrupting(Actor actor, Exception? cause) => Present.OnInterrupting(actor, cause);

    public override void OnInterruptFailed(Actor actor, Exception exception) => Present.OnInterruptFailed(actor, exception);

    public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed) => Present.OnEnded(actor, exception, elapsed);

    public override void OnAbandoned(Actor actor, TimeSpan timeout) => Present.OnAbandoned(actor, timeout);

    public override void OnStopped(TimeSpan elapsed)
    {
        var present = Present;
        Interlocked.CompareExchange(ref _present, null, present);
        present.OnStopped(elapsed);
    }

    internal override ActorGroupObserver ForRun() => Create();

    private WrittenRun SetPresent()
    {
        var created = Create();
        return Interlocked.CompareExchange(ref _present, created, null) ?? created;
    }

    private WrittenRun Create() => new(_queue, heartbeat);
}
