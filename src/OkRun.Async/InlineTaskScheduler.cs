using System.Runtime.CompilerServices;

namespace OkRun.Async;

/// <summary>
/// Runs a continuation on the stack that ends the task. An await or the default scheduler goes to the pool where the task's source asks for that, or where the stack has a
/// synchronization context; and the pool does not keep the order. For continuations that only write down what happened.
/// </summary>
internal sealed class InlineTaskScheduler : TaskScheduler
{
    public static InlineTaskScheduler Scheduler { get; } = new();

    protected override void QueueTask(Task task)
    {
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            TryExecuteTask(task);
            return;
        }

        // Ends that cause ends, thousands of them deep: the order is worth less than the process.
        ThreadPool.UnsafeQueueUserWorkItem(static queued => queued.Scheduler.TryExecuteTask(queued.Task), (Scheduler: this, Task: task), preferLocal: false);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
