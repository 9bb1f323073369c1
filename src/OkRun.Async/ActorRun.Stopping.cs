namespace OkRun.Async;

internal sealed partial class ActorRun
{
    private static readonly ContextCallback _interrupt = static state =>
    {
        LeaveSynchronizationContext();
        ((ActorRun)state!).Interrupt();
    };

    private TimeLimit? _limit;

    public TimeSpan StopTimeout => actor.StopTimeout ?? run.StopTimeout;

    public bool HasTimeLimit => _limit is not null;

    public bool HasHook => actor.Interrupt is not null;

    private bool IsTold => Has(Marks.Told); // set before anything that the stop causes: it can be read without the lock

    /// <summary>Tells the actor to stop. The callbacks of its token run on a work item of the pool.</summary>
    /// <param name="beforeHooks">Whether hooks will be called next, and the token must read as cancelled on return.</param>
    public void CancelToken(bool beforeHooks)
    {
        var isLimited = TimeLimit.Limits(StopTimeout);
        if (_isAwaited && !beforeHooks && !isLimited)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true); // the cheapest way: nothing is allocated
            return;
        }

        // Who still blocks its thread may be polling, and must not have to wait for a free thread of the pool to see it.
        _limit = isLimited ? new TimeLimit() : null;
        WhenEnded(this.CancelAsync(), static (callbacks, state) => ((ActorRun)state!).CallbacksEnded(callbacks));
        if (_limit is not null && !run.HasStopped(this))
        {
            _limit.Start(StopTimeout, run.TimeProvider, Abandon);
            if (run.HasStopped(this))
            {
                _limit.Stop(); // it stopped meanwhile, and found no timer to stop
            }
        }
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
        WhenEnded(hook, static (hook, state) => ((ActorRun)state!).HookEnded(hook));
    }

    private void HookEnded(Task hook) => run.TellingEnded(this, FailuresOf(hook, isCancelledByCaller: false));

    private void CancelOnThisStack()
    {
        AggregateException? thrown = null;
        try
        {
            Cancel();
        }
        catch (AggregateException exception)
        {
            thrown = exception;
        }

        CallbacksEnded(thrown);
    }

    private void CallbacksEnded(Task callbacks) => CallbacksEnded(callbacks.Exception);

    /// <summary>Everything thrown comes wrapped, once for each source and task it went through.</summary>
    private void CallbacksEnded(AggregateException? thrown) =>
        run.TellingEnded(this, thrown is null ? [] : FailuresAmong(thrown.Flatten().InnerExceptions, isCancelledByCaller: false));

    private void Abandon() => run.Abandon(this);
}
