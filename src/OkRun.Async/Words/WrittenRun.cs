namespace OkRun.Async;

/// <summary>Hears what happens in one run, and only notes it for the thread of the writer: nothing is put into words on a stack of the run.</summary>
internal sealed class WrittenRun(WriterQueue queue, IReadOnlyList<TimeSpan> heartbeat) : ActorGroupObserver, IActorGroupRunObserver
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2); // for the last lines, at the end of the run or of the process

    private Narration? _narration;
    private Heartbeat? _heartbeat;

    private Narration Narration => _narration ?? Begin(null);

    public void OnStarting(ActorGroupRun run)
    {
        Begin(run);
        ProcessExit.Watch(this);
        _heartbeat = Heartbeat.Start(heartbeat, run, this);
    }

    public override void OnStarted(Actor actor) => Note(HappeningKind.Started, actor);

    public override void OnReady(Actor actor) => Note(HappeningKind.Ready, actor);

    public override void OnStopping(Actor? first, Exception? cause)
    {
        Note(HappeningKind.Stopping, first, cause);
        _heartbeat?.Restart();
    }

    public override void OnInterrupting(Actor actor, Exception? cause) => Note(HappeningKind.Interrupting, actor);

    public override void OnInterruptFailed(Actor actor, Exception exception) => Note(HappeningKind.InterruptFailed, actor, exception);

    public override void OnEnded(Actor actor, Exception? exception, TimeSpan elapsed)
    {
        var isAsked = actor.OneShot || Narration.Run is { IsCancelledByCaller: true } or { IsStopAnnounced: true };
        queue.Add(new(Narration, HappeningKind.Ended, Narration.Now, actor, exception) { Span = elapsed, IsAsked = isAsked });
    }

    public override void OnAbandoned(Actor actor, TimeSpan timeout) => queue.Add(new(Narration, HappeningKind.Abandoned, Narration.Now, actor) { Span = timeout });

    public override void OnStopped(TimeSpan elapsed)
    {
        Note(HappeningKind.Stopped);
        _heartbeat?.End();
        ProcessExit.Forget(this);
        queue.Flush(_patience);
    }

    /// <summary>A start, or a stop, takes long.</summary>
    public void OnBeat() => Note(HappeningKind.Beat);

    /// <summary>The process exits during the run.</summary>
    public void OnProcessExit(int exitCode)
    {
        queue.Add(new(Narration, HappeningKind.ProcessExit, Narration.Now) { Number = exitCode });
        queue.Flush(_patience);
    }

    /// <param name="run">The run. Null where a wrapper does not hand it on.</param>
    private Narration Begin(ActorGroupRun? run)
    {
        _narration = new(run);
        Note(HappeningKind.Starting);
        return _narration;
    }

    private void Note(HappeningKind kind, Actor? actor = null, Exception? exception = null) => queue.Add(new(Narration, kind, Narration.Now, actor, exception));
}
