namespace OkRun.Async.History;

/// <summary>Does one job after the other on a thread of its own, which is there only while there are jobs: a disk that stands still delays nothing else.</summary>
internal sealed class Background(Action<Exception> failed)
{
    private readonly Queue<(Action Job, TaskCompletionSource Done)> _jobs = new();
    private bool _isWorking;

    /// <summary>Ends when the job has been done, or has failed.</summary>
    public Task PostAsync(Action job)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_jobs)
        {
            _jobs.Enqueue((job, done));
            if (_isWorking)
            {
                return done.Task;
            }

            _isWorking = true;
        }

        new Thread(Work) { IsBackground = true, Name = "History of actor groups" }.Start();
        return done.Task;
    }

    /// <summary>Waits for the job, for so long at most.</summary>
    public void Do(Action job, TimeSpan patience)
    {
#pragma warning disable VSTHRD002 // the job has a thread of its own, which waits for nothing
        PostAsync(job).Wait(patience);
#pragma warning restore VSTHRD002
    }

    private void Work()
    {
        while (true)
        {
            (Action Job, TaskCompletionSource Done) next;
            lock (_jobs)
            {
                if (!_jobs.TryDequeue(out next))
                {
                    _isWorking = false;
                    return;
                }
            }

            try
            {
                next.Job();
            }
#pragma warning disable CA1031 // a disk may fail in many ways, and none of them may end the process
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failed(exception);
            }

            next.Done.SetResult();
        }
    }
}
