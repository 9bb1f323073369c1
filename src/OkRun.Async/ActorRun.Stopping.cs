namespace OkRun.Async;

internal sealed partial class ActorRun
{
    private static readonly ContextCallback _interrupt = static state =>
    {
        SynchronizationContext.SetSynchronizationContext(null);
        ((ActorRun)state!).Interrupt();
    };

    private Task _callbacks = Task.CompletedTask;
    private TimeLimit? _limit;

    public TimeSpan StopTimeout => actor.StopTimeout ?? run.StopTimeout;

    public bool HasHook => actor.Interrupt is not null;

    /// <summary>Tells the actor to stop: its token reads as cancelled on return, the callbacks run on a work item of the pool.</summary>
    public void CancelToken()
    {
        _callbacks = this.CancelAsync();
        if (StopTimeout != Timeout.InfiniteTimeSpan)
        {
            _limit = new TimeLimit();
            _limit.Start(StopTimeout, run.TimeProvider, Abandon);
        }

        WhenEnded(_callbacks, CallbacksEnded); // only now: the end of the telling stops the time limit
    }

    /// <summary>Has the hook called on a work item of the pool: now, or once <c>execute</c> has been entered.</summary>
    public void CallHook()
    {
        if (HasHook && run.MayInterrupt(this))
        {
            QueueHook();
        }
    }

    public void PassTimeLimit() => _limit?.Pass();

    public void StopTimeLimit() => _limit?.Stop();

    private void QueueHook() => ThreadPool.UnsafeQueueUserWorkItem(static actor => actor.InterruptInContext(), this, preferLocal: false);

    private void InterruptInContext() => run.InCallersContext(_interrupt, this);

    private void Interrupt()
    {
        var hook = CallAsync(cause => actor.Interrupt!(cause, _limit?.Deadline ?? CancellationToken.None), run.Cause, "The interrupt hook of actor");
        WhenEnded(hook, () => run.TellingEnded(this, FailuresOf(hook)));
    }

    private void Abandon() => run.Abandon(this);

    /// <summary>The callbacks have ended. What they threw stands in one exception of the task, around all of theirs.</summary>
    private void CallbacksEnded() => run.TellingEnded(
        this, _callbacks.Exception?.InnerException is AggregateException thrown ? [.. thrown.InnerExceptions.Where(IsFailure)] : []);
}
