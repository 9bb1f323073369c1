namespace OkRun.Async;

/// <summary>
/// One actor in one run: start, ready, end. It is its own work item and its own token source, which is never disposed: code of the actor may hold on to the token.
/// </summary>
internal sealed partial class ActorRun(ActorGroupRun run, Actor actor) : CancellationTokenSource, IThreadPoolWorkItem
{
    private static readonly ContextCallback _enter = static state =>
    {
        SynchronizationContext.SetSynchronizationContext(null); // .NET Framework brings it along with the execution context
        ((ActorRun)state!).Enter();
    };

    private int _begun;

    public Actor Actor => actor;

    public bool WaitsForNobody => actor.After.Count == 0;

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
        catch (OutOfMemoryException exception)
        {
            run.ExecutionEnded(this, [exception]); // the system has no thread left to give
        }
    }

    /// <summary>On the pool the first work item starts the actor, the second tells it to stop.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0)
        {
            Begin();
            return;
        }

        CancelOnThisStack();
    }

    private void Begin() => run.InCallersContext(_enter, this);

    public void BecomeReady() => run.BecomeReady(this);

    private void Enter()
    {
        if (run.Enter(this))
        {
            QueueHook();
        }

        WhenEnded(CallAsync(actor.Execute, this, "Actor"), static (execution, state) => ((ActorRun)state!).ExecutionEnded(execution));
    }

    private void ExecutionEnded(Task execution) => run.ExecutionEnded(this, FailuresOf(execution));

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
    private Exception[] FailuresOf(Task task)
    {
        if (task.Exception is { } exception)
        {
            return [.. exception.InnerExceptions.Where(IsFailure)];
        }

        return task.IsCanceled && !IsCancellationExpected ? [CancellationOf(task)] : [];
    }

    private bool IsCancellationExpected => IsCancellationRequested || run.IsCancelledByCaller;

    private bool IsFailure(Exception exception) => exception is OperationCanceledException ? !IsCancellationExpected : !IsExpectedOnStop(exception);

    private bool IsExpectedOnStop(Exception exception)
    {
        try
        {
            return IsCancellationRequested && actor.ExpectedOnStop?.Invoke(exception) == true;
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

    /// <summary>
    /// Calls back as soon as the task has ended, on the stack that ended it, so that what comes first in time is seen first. An await would not do: it goes to the
    /// pool where that stack has a synchronization context.
    /// </summary>
    private void WhenEnded(Task task, Action<Task, object?> ended)
    {
        if (task.IsCompleted)
        {
            ended(task, this);
            return;
        }

        _ = task.ContinueWith(ended, this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
