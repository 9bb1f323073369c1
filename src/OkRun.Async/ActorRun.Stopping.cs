namespace OkRun.Async;

internal sealed partial class ActorRun
{
    private static readonly ContextCallback _interrupt = static state =>
    {
        SynchronizationContext.SetSynchronizationContext(null);
        ((ActorRun)state!).Interrupt();
    };

    private TimeLimit? _limit;

    public TimeSpan StopTimeout => actor.StopTimeout ?? run.StopTimeout;

    public bool HasHook => actor.Interrupt is not null;

    /// <summary>Tells the actor to stop, on a work item of the pool.</summary>
    /// <param name="beforeHooks">Whether the token must read as cancelled on return, since hooks of others will be called.</param>
    public void CancelToken(bool beforeHooks)
    {
        if (StopTimeout != Timeout.InfiniteTimeSpan)
        {
            _limit = new TimeLimit();
            _limit.Start(StopTimeout, run.TimeProvider, Abandon);
        }

        if (beforeHooks || actor.HasOwnThread)
        {
            CancelBeforeHooks();
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
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

    private void RunCallbacks()
    {
        try
        {
            Cancel();
            run.TellingEnded(this, []);
        }
        catch (AggregateException thrown)
        {
            run.TellingEnded(this, [.. thrown.InnerExceptions.Where(IsFailure)]);
        }
    }

    private void CancelBeforeHooks()
    {
        var callbacks = this.CancelAsync();
        WhenEnded(callbacks, () => run.TellingEnded(
            this, callbacks.Exception?.InnerException is AggregateException thrown ? [.. thrown.InnerExceptions.Where(IsFailure)] : []));
    }

    private void Abandon() => run.Abandon(this);
}
