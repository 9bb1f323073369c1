using System.Diagnostics.CodeAnalysis;

namespace OkRun.Async;

/// <summary>One actor in one run, effects only: it starts, cancels, interrupts and limits the actor, and reports what happens. The actor is its own work item for all of that.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Disposing the token's source would break an actor that still holds its token; without a timer it needs no disposal.")]
internal sealed partial class ActorRun(ActorGroupRun run, Actor actor, int index) : WorkItem
{
    private static readonly ContextCallback _enter = static state =>
    {
        ActorGroupRun.LeaveSynchronizationContext(); // .NET Framework brings the caller's along with the execution context
        ((ActorRun)state!).Enter();
    };

    private readonly CancellationTokenSource _source = new(); // not the actor's record itself: a token that is kept must not keep the run
    private Task? _execution;

    public Actor Actor => actor;

    public int Index => index;

    public CancellationToken Token => _source.Token;

    public Task Completion => run.Completion;

    /// <summary>The task of <c>execute</c>; null until it has returned one.</summary>
    public Task? Execution => Volatile.Read(ref _execution);

    /// <summary>The runs inside of this actor: that of the group that it is, or those that it has started and that are not over.</summary>
    public IReadOnlyList<ActorGroupRun> Inner => _extras?.Inner ?? [];

    /// <summary>What a person should know about its end, such as the signal that it took; null where there is nothing to say.</summary>
    public string? Remark
    {
        get => _extras?.Remark;
        set => MyExtras.Remark = value;
    }

    /// <summary>What the actor says of itself; null if it says nothing.</summary>
    public ActorReport? Reported
    {
        get => _extras?.Reported;
        set => MyExtras.Reported = value;
    }

    public ActorGroupObserver? ObserverOfRun => run.Observer;

    protected override ActorGroupRun Run => run;

    protected override Jobs OfPool => actor.HasOwnThread ? base.OfPool & ~Jobs.Start : base.OfPool;

    /// <summary>Starts the actor on the pool, or on a thread of its own. No exception comes out.</summary>
    public void Start()
    {
        if (!actor.HasOwnThread)
        {
            QueueFirst(Jobs.Start);
            return;
        }

        Expect(Jobs.Start);
        try
        {
            new Thread(static state => ((ActorRun)state!).Execute(Jobs.Start)) { IsBackground = true, Name = actor.Name }.UnsafeStart(this);
        }
#pragma warning disable CA1031 // the system has no thread to give: the actor's failure, and not that of the run
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _ = Take(Jobs.Start);
            run.On(RunEventKind.ExecutionEnded, index, [exception]);
        }
    }

    public void BecomeReady()
    {
#if NET8_0_OR_GREATER
        SignalListener.RegisterAllAgain(); // it may be a host, whose console lifetime listens to signals by now
#endif
        run.On(RunEventKind.SaidReady, index);
    }

    /// <summary>A run inside of this actor reports to the observer of its run.</summary>
    public void Report(Action<ActorGroupObserver> report) => run.OnInner(index, report);

    /// <summary>Calls back on the stack that ends the task, whatever that is, so that what ends first is seen first.</summary>
    public void WhenEnded(Task task, Action<Task, object?> ended)
    {
        if (task.IsCompleted)
        {
            ended(task, this);
            return;
        }

        _ = task.ContinueWith(
            ended, this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.HideScheduler, InlineTaskScheduler.Scheduler);
    }

    protected override void Do(Jobs job)
    {
        switch (job)
        {
            case Jobs.Start:
                run.InCallersContext(_enter, this);
                break;
            case Jobs.Cancel:
                CancelToken();
                break;
            case Jobs.Hook:
                run.InCallersContext(_interrupt, this);
                break;
            case Jobs.Deadline:
                _extras?.Limit?.CancelDeadline();
                break;
            case Jobs.Step:
                run.Step();
                break;
        }
    }

    private void Enter()
    {
        run.On(RunEventKind.Entered, index);
        if (IsAmended)
        {
            _source.Cancel(); // told to stop before this: whichever of the two cancels first, the token reads as cancelled
        }

        var execution = CallAsync(actor.Execute, this, "Actor");
        Volatile.Write(ref _execution, execution);
        if (execution.IsCompleted)
        {
            ExecutionEnded(execution, isLastAct: !actor.HasOwnThread); // what follows the run should not be found on a thread that bears the name of an actor
            return;
        }

        WhenEnded(execution, static (execution, state) => ((ActorRun)state!).ExecutionEnded(execution, isLastAct: false));
    }

    private void ExecutionEnded(Task execution, bool isLastAct)
    {
        var isCancelled = run.IsCancelledByCaller; // asked once: it decides both what failed and which actor was first
        var isTold = IsTold;
        var isWithdrawn = !isTold && !isCancelled && run.IsStopAnnounced && IsCancelledOnly(execution);
        var failures = isWithdrawn ? [] : FailuresOf(execution, isTold || isCancelled, isExecution: true);
        run.On(isWithdrawn ? RunEventKind.ExecutionWithdrawn : RunEventKind.ExecutionEnded, index, failures, isCancelled, isLastAct);
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
}
