namespace OkRun.Async;

internal sealed partial class ActorRun
{
    private static readonly ContextCallback _interrupt = static state =>
    {
        LeaveSynchronizationContext();
        ((ActorRun)state!).Interrupt();
    };

    private TimeLimit? _limit;
    private int _cancellingThread; // a thread finds its own id here only if it has written it; 0 again once the callbacks or, on that stack, the execution have ended

    public TimeSpan StopTimeout => actor.StopTimeout ?? run.StopTimeout;

    public bool HasTimeLimit => _limit is not null;

    public bool HasHook => actor.Interrupt is not null;

    private bool IsTold => Has(Marks.Told); // set before anything that the stop causes: it can be read without the lock

    /// <summary>Tells the actor to stop. The callbacks of its token run on a work item of the pool.</summary>
    /// <param name="beforeHooks">Whether hooks will be called next, and the token must read as cancelled on return.</param>
    /// <returns>Whether its time is limited.</returns>
    public bool CancelToken(bool beforeHooks)
    {
        var isLimited = TimeLimit.Limits(StopTimeout);
        if (_isAwaited && !beforeHooks && !isLimited)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true); // the cheapest way: nothing is allocated
            return false;
        }

        // Who still blocks its thread may be polling, and must not have to wait for a free thread of the pool to see it.
        _limit = isLimited ? new TimeLimit() : null;
        WhenEnded(this.CancelAsync(), static (callbacks, state) => ((ActorRun)state!).CallbacksEnded(callbacks.Exception, Marks.CallbacksOver));
        return isLimited;
    }

    public void StartTimeLimit()
    {
        if (_limit is null || run.HasStopped(this))
        {
            return;
        }

        try
        {
            _limit.Start(StopTimeout, run.TimeProvider, Abandon);
        }
#pragma warning disable CA1031 // a clock of the user's gives no timer: that must not keep the others from being told
        catch (Exception exception)
#pragma warning restore CA1031
        {
            run.TimeLimitFailed(this, exception);
        }

        if (run.HasStopped(this))
        {
            _limit.Stop(); // it stopped meanwhile, and found no timer to stop
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

    private void HookEnded(Task hook) => run.TellingEnded(this, Marks.HookOver, FailuresOf(hook, isCancelledByCaller: false, isExecution: false));

    private void CancelOnThisStack()
    {
        AggregateException? thrown = null;
        _cancellingThread = Environment.CurrentManagedThreadId;
        try
        {
            Cancel();
        }
        catch (AggregateException exception)
        {
            thrown = exception;
        }

        var endedToo = _cancellingThread == 0;
        _cancellingThread = 0;
        CallbacksEnded(thrown, endedToo ? Marks.CallbacksOver | Marks.Ended | Marks.ExecutionOver : Marks.CallbacksOver);
    }

    private void CallbacksEnded(AggregateException? thrown, Marks parts) =>
        run.TellingEnded(this, parts, thrown is null ? [] : FailuresAmong(Unwrapped(thrown), isCancelledByCaller: false, isExecution: false));

    /// <summary>Everything thrown comes wrapped, once for each source and task it went through. An aggregate that wraps nothing was thrown as it is.</summary>
    private static IEnumerable<Exception> Unwrapped(Exception thrown) =>
        thrown is AggregateException { InnerExceptions: { Count: > 0 } inner } && thrown.GetType() == typeof(AggregateException) ? inner.SelectMany(Unwrapped) : [thrown];

    /// <summary>
    /// Counts an execution that has ended in one of the token's callbacks, on this very stack, with the callbacks, at one go. The run stops already, so it is nobody's first end;
    /// but who watches may not be told late.
    /// </summary>
    private bool TryEndWithCallbacks()
    {
        if (_cancellingThread != Environment.CurrentManagedThreadId || run.IsWatched)
        {
            return false;
        }

        _cancellingThread = 0;
        return true;
    }

    private void Abandon() => run.Abandon(this);
}
