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

    public bool HasTimeLimit => _limit is not null;

    public bool HasHook => actor.Interrupt is not null;

    /// <summary>Tells the actor to stop. The callbacks of its token run on a work item of the pool.</summary>
    /// <param name="beforeHooks">
    /// Whether the token must read as cancelled on return, since hooks will be called next. Without hooks the actor's own work item cancels it: nothing is allocated.
    /// </param>
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

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
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

    private void HookEnded(Task hook) => run.TellingEnded(this, FailuresOf(hook));

    private void CancelOnThisStack()
    {
        Exception[] failures = [];
        try
        {
            Cancel();
        }
        catch (AggregateException thrown)
        {
            failures = [.. thrown.InnerExceptions.Where(IsFailure)];
        }

        run.TellingEnded(this, failures);
    }

    private void CancelBeforeHooks() => WhenEnded(this.CancelAsync(), static (callbacks, state) => ((ActorRun)state!).CallbacksEnded(callbacks));

    /// <summary>What the callbacks threw stands in one exception of the task, around all of theirs.</summary>
    private void CallbacksEnded(Task callbacks) => run.TellingEnded(
        this, callbacks.Exception?.InnerException is AggregateException thrown ? [.. thrown.InnerExceptions.Where(IsFailure)] : []);

    private void Abandon() => run.Abandon(this);
}
