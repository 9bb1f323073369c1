namespace OkRun.Async;

/// <summary>Where continuations go that cannot run on the stack that ended their task: to the scheduler of Coyote, not to the pool.</summary>
internal static class TaskScheduler
{
    public static System.Threading.Tasks.TaskScheduler Default => Task.Factory.Scheduler ?? System.Threading.Tasks.TaskScheduler.Current;
}
