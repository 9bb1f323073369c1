namespace OkRun.Async.Benchmarks.Contenders;

/// <summary>
/// The least that isolated starting and stopping costs: one object an actor, which is its token source and its work item; queued once to start it and once to stop it;
/// the end of its task and of its telling observed and counted down. No hooks, no states, no failures in order, no limits: nobody could ship it.
/// </summary>
internal sealed class Floor : Contender
{
    public override string Name => "floor";

    public override Func<Task> Build(int n)
    {
        var crowd = new Crowd(n, EndsAtOnce);
        Func<CancellationToken, Task>[] bodies = [.. crowd.Bodies()];
        return () =>
        {
            crowd.Gather();
            return new Run(bodies).RunAsync();
        };
    }

    private sealed class Run(Func<CancellationToken, Task>[] bodies)
    {
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly FloorActor[] _actors = new FloorActor[bodies.Length];
        private int _open = bodies.Length * 2; // an end and a telling each
        private int _stopping;
        private Exception? _failure;

        public Task RunAsync()
        {
            for (var i = 0; i < _actors.Length; i++)
            {
                _actors[i] = new FloorActor(this, bodies[i]);
            }

            QueueAll();
            return _over.Task;
        }

        public void Ended(Task task)
        {
            if (task.IsFaulted)
            {
                Interlocked.CompareExchange(ref _failure, task.Exception, null);
            }

            if (Interlocked.Exchange(ref _stopping, 1) == 0)
            {
                QueueAll();
            }

            CountDown();
        }

        public void CountDown()
        {
            if (Interlocked.Decrement(ref _open) > 0)
            {
                return;
            }

            if (_failure is { } failure)
            {
                _over.TrySetException(failure);
                return;
            }

            _over.TrySetResult();
        }

        private void QueueAll()
        {
            foreach (var actor in _actors)
            {
                ThreadPool.UnsafeQueueUserWorkItem(actor, preferLocal: false);
            }
        }
    }

    private sealed class FloorActor(Run run, Func<CancellationToken, Task> body) : CancellationTokenSource, IThreadPoolWorkItem
    {
        private Task? _task;
        private int _started;

        /// <summary>The first work item that runs starts the actor, the second tells it to stop.</summary>
        public void Execute()
        {
            if (Interlocked.Exchange(ref _started, 1) == 0)
            {
                Start();
                return;
            }

            Cancel();
            run.CountDown();
        }

        private void Start()
        {
            _task = body(Token);
            if (_task.IsCompleted)
            {
                Ended();
                return;
            }

            _task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(Ended);
        }

        private void Ended() => run.Ended(_task!);
    }
}
