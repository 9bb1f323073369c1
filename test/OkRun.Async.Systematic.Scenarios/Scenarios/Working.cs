namespace OkRun.Async.Systematic.Scenarios;

/// <summary>One work item, its jobs and the looks of the watchdog, without a run around them.</summary>
public static class Working
{
    /// <summary>The pool is blocked, and a thread that was meant for one job takes another that came just then: the first must not be forgotten.</summary>
    public static async Task A_job_becomes_due_while_another_is_rescued()
    {
        var item = new Item();
        item.Expect(Jobs.Deadline);
        var adding = Task.Run(() => item.Expect(Jobs.Hook));
        for (var looks = 0; looks < 100 && !(item.Hook.Task.IsCompleted && item.Deadline.Task.IsCompleted); looks++)
        {
            item.Rescue(item.Look().Overdue);
            await Task.Run(static () => { });
        }

        await adding;
        Check.That(item.Hook.Task.IsCompleted && item.Deadline.Task.IsCompleted, "Law 2: each job that is due gets a thread.");
        Check.That(item.Look().IsDue is false, "Each job is done once.");
    }

    /// <summary>A mark that the first rescue leaves behind would hide the second job.</summary>
    public static async Task A_job_that_was_rescued_becomes_due_again()
    {
        var item = new Again();
        for (var times = 1; times <= 2; times++)
        {
            item.Expect();
            for (var looks = 0; looks < 100 && item.Done < times; looks++)
            {
                item.Rescue(item.Look().Overdue);
                await Task.Run(static () => { });
            }
        }

        Check.That(item.Done == 2, "Law 2: each job that is due gets a thread.");
    }

    private sealed class Again : WorkItem
    {
        private int _done;

        public int Done => Volatile.Read(ref _done);

        protected override ActorGroupRun Run => throw new NotSupportedException("No job of this item is queued.");

        public void Expect() => Expect(Jobs.Step);

        protected override void Do(Jobs job) => Interlocked.Increment(ref _done);
    }

    private sealed class Item : WorkItem
    {
        public TaskCompletionSource Hook { get; } = Work.NewSignal();

        public TaskCompletionSource Deadline { get; } = Work.NewSignal();

        protected override ActorGroupRun Run => throw new NotSupportedException("No job of this item is queued.");

        public new void Expect(Jobs job) => base.Expect(job);

        protected override void Do(Jobs job) => (job == Jobs.Hook ? Hook : Deadline).SetResult();
    }
}
