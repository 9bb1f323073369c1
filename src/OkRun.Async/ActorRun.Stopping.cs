namespace OkRun.Async;

// How an actor is told to stop: its token, its hook, its time limit.
internal sealed partial class ActorRun
{
    private static readonly ContextCallback _interrupt = static state =>
    {
        ActorGroupRun.LeaveSynchronizationContext();
        ((ActorRun)state!).CallHook();
    };

    private Extras? _extras; // null for most actors

    /// <summary>The task of the interrupt hook; null until it has returned one.</summary>
    public Task? Hook => _extras?.Hook;

    public TimeSpan StopTimeout => actor.StopTimeout ?? run.StopTimeout;

    private bool IsTold => run.IsInterrupted(index);

    private Extras MyExtras => LazyInitializer.EnsureInitialized(ref _extras, static () => new())!;

    /// <summary>Cancels the actor's token, and leaves its callbacks to another thread. Returns whether that is all: no code of the actor has seen its token yet.</summary>
    public bool Cancel()
    {
        if (TryAmend(Jobs.Start))
        {
            _source.Cancel();
            return true;
        }

        Queue(Jobs.Cancel, preferLocal: true);
        return false;
    }

    /// <summary>Begins the time limit. The clock may be foreign code.</summary>
    public void StartLimit()
    {
        if (!TimeLimit.IsFinite(StopTimeout))
        {
            return;
        }

        var limit = MyExtras.Limit = new TimeLimit(StopTimeout);
        try
        {
            limit.Start(run.TimeProvider, () => run.On(RunEventKind.TimedOut, index));
            run.Attend();
        }
#pragma warning disable CA1031 // a clock of the user gives no timer: that must not keep other actors from being told
        catch (Exception exception)
#pragma warning restore CA1031
        {
            run.On(RunEventKind.LimitFailed, index, [exception]);
        }
    }

    /// <summary>For the watchdog: acts on what has passed of the time limit. Returns how long until there is more to see; null if there is nothing to wait for.</summary>
    public TimeSpan? LookAtLimit(long now)
    {
        if (_extras?.Limit is not { } limit)
        {
            return null;
        }

        var (isDeadline, isLimit, left) = limit.Look(now);
        if (isDeadline)
        {
            Queue(Jobs.Deadline, preferLocal: false);
        }

        if (isLimit)
        {
            run.OnLater(RunEventKind.TimedOut, index);
        }

        return left;
    }

    /// <summary>The run goes on, on a work item that is this actor's object and runs none of its code.</summary>
    public void QueueStep() => Queue(Jobs.Step, preferLocal: true);

    public void QueueHook() => Queue(Jobs.Hook, preferLocal: false);

    public void EndLimit() => _extras?.Limit?.End();

    public void AddInner(ActorGroupRun inner)
    {
        lock (MyExtras)
        {
            MyExtras.Inner = [.. Inner, inner];
        }
    }

    public void RemoveInner(ActorGroupRun inner)
    {
        lock (MyExtras)
        {
            MyExtras.Inner = [.. Inner.Where(each => each != inner)];
        }
    }

    private void CancelToken()
    {
        AggregateException? thrown = null;
        try
        {
            if (run.TracksTokens)
            {
                // Callbacks run in reverse order, so this one comes before those of the actor, which may block. Where they do not, as on .NET Framework, the watchdog sees it.
                IsCancelling = true;
                run.Attend();
                _ = Token.UnsafeRegister(static state => ((ActorRun)state!).TokenCancelled(), this);
            }

            _source.Cancel();
        }
        catch (AggregateException exception)
        {
            thrown = exception;
        }

        run.On(RunEventKind.CallbacksEnded, index, thrown is null ? [] : FailuresAmong(Unwrapped(thrown), isCancelled: IsTold, isExecution: false), isLastAct: true);
    }

    private void TokenCancelled()
    {
        IsCancelling = false;
        run.On(RunEventKind.TokenCancelled, index);
    }

    /// <summary>For the watchdog: sees that the token reads as cancelled, where a callback that blocks has kept that from being said. Returns whether it has to look again.</summary>
    public bool LookAtToken()
    {
        if (!IsCancelling)
        {
            return false;
        }

        if (!_source.IsCancellationRequested)
        {
            return true;
        }

        IsCancelling = false;
        run.OnLater(RunEventKind.TokenCancelled, index);
        return false;
    }

    private void CallHook()
    {
        var hook = CallAsync(cause => actor.Interrupt!(cause, _extras?.Limit?.Deadline ?? CancellationToken.None), run.Cause, "The interrupt hook of actor");
        MyExtras.Hook = hook;
        WhenEnded(hook, static (hook, state) => ((ActorRun)state!).HookEnded(hook));
    }

    private void HookEnded(Task hook)
    {
        run.On(RunEventKind.HookEnded, index, FailuresOf(hook, isCancelled: IsTold, isExecution: false));
    }

    /// <summary>What only some actors have: a hook, a time limit, an inner run, a remark, or a report.</summary>
    private sealed class Extras
    {
        public volatile TimeLimit? Limit;
        public volatile Task? Hook;
        public volatile ActorGroupRun[]? Inner;
        public volatile string? Remark;
        public volatile ActorReport? Reported;
    }
}
