namespace OkRun.Async;

/// <summary>Where continuations go that cannot run on the stack that ended their task: to the scheduler of Coyote, not to the pool.</summary>
internal abstract class TaskScheduler : System.Threading.Tasks.TaskScheduler
{
    public static new System.Threading.Tasks.TaskScheduler Default => Task.Factory.Scheduler ?? Current;
}
