namespace OkRun.Async;

/// <summary>
/// One actor in one run: start, ready, end. It is its own work item and its own token source, which is never disposed: code of the actor may hold on to the token.
/// </summary>
internal sealed partial class ActorRun(ActorGroupRun run, Actor actor) : CancellationTokenSource, IThreadPoolWorkItem
{
    private static readonly ContextCallback _enter = static state =>
    {
        LeaveSynchronizationContext();
        ((ActorRun)state!).Enter();
    };

    private bool _isAwaited;

    public Actor Actor => actor;

    public bool WaitsForNobody => Links is null or { Before.Count: 0 };

    public Task Completion => run.Completion;

    /// <summary>Starts the actor, which is marked as started, on the pool or on a thread of its own. No exception comes out.</summary>
    public void Start()
    {
        run.Observer?.OnStarted(actor);
        if (!actor.HasOwnThread)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }

        try
        {
            new Thread(static state => ((ActorRun)state!).Begin()) { IsBackground = true, Name = actor.Name }.UnsafeStart(this);
        }
#pragma warning disable CA1031 // the system has no thread to give: the actor's failure, and not that of the run
        catch (Exception exception)
#pragma warning restore CA1031
        {
            run.ExecutionEnded(this, [exception], run.IsCancelledByCaller);
        }
    }

    /// <summary>The actor's first work item starts it. A second one tells it to stop, once it awaits.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        if (_isAwaited)
        {
            CancelOnThisStack();
            return;
        }

        Begin();
    }

    /// <summary>.NET Framework brings the caller's along with his execution context.</summary>
    private static void LeaveSynchronizationContext()
    {
        if (SynchronizationContext.Current is not null)
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    private void Begin() => run.InCallersContext(_enter, this);

    public void BecomeReady() => run.BecomeReady(this);

    private void Enter()
    {
        if (run.Enter(this))
        {
            QueueHook();
        }

        var execution = CallAsync(actor.Execute, this, "Actor");
        _isAwaited = true;
        WhenEnded(execution, static (execution, state) => ((ActorRun)state!).ExecutionEnded(execution));
    }

    private void ExecutionEnded(Task execution)
    {
        var isCancelled = run.IsCancelledByCaller; // asked once: it decides both what failed and who was first
        var failures = FailuresOf(execution, isCancelled, isExecution: true);
        if (failures.Length > 0 || !TryEndWithCallbacks())
        {
            run.ExecutionEnded(this, failures, isCancelled);
        }
    }

    /// <summary>Calls a delegate of the user, and makes a task of whatever it does.</summary>
    private Task CallAsync<T>(Func<T, Task?> call, T argument, string what)
    {
        try
        {
            return call(argument) ?? throw new InvalidOperationException($"{what} '{actor.Name}' returned a null task.");
        }
#pragma warning disable CA1031 // whatever the user's code throws is the actor's failure
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Task.FromException(exception);
        }
    }

    /// <summary>Looks at how a task ended: an exception that is a normal end is none. No exception is rethrown for a normal end.</summary>
    private Exception[] FailuresOf(Task task, bool isCancelledByCaller, bool isExecution)
    {
        if (task.Exception is { } exception)
        {
            return FailuresAmong(exception.InnerExceptions, isCancelledByCaller, isExecution);
        }

        return task.IsCanceled && !IsTold && !isCancelledByCaller ? [CancellationOf(task)] : [];
    }

    private Exception[] FailuresAmong(IEnumerable<Exception> exceptions, bool isCancelledByCaller, bool isExecution) =>
        [.. exceptions.Where(each => each is OperationCanceledException ? !IsTold && !isCancelledByCaller : !(isExecution && actor.EndsByClosing && IsTold) && !IsExpectedOnStop(each))];

    private bool IsExpectedOnStop(Exception exception)
    {
        try
        {
            return IsTold && actor.ExpectedOnStop?.Invoke(exception) == true;
        }
#pragma warning disable CA1031 // a predicate that throws accepts nothing: the exception it was asked about stays a failure
        catch
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private static OperationCanceledException CancellationOf(Task task)
    {
        try
        {
#pragma warning disable VSTHRD002 // the task has ended: this only unwraps its exception
            task.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            return new TaskCanceledException(task);
        }
        catch (OperationCanceledException exception)
        {
            return exception;
        }
    }

    /// <summary>Calls back on the stack that ends the task, whatever that is, so that what ends first is seen first.</summary>
    private void WhenEnded(Task task, Action<Task, object?> ended)
    {
        if (task.IsCompleted)
        {
            ended(task, this);
            return;
        }

        _ = task.ContinueWith(
            ended, this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.HideScheduler, OnSameStack.Scheduler);
    }
}
