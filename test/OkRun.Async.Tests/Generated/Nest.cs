namespace OkRun.Async.Tests;

/// <summary>The groups around a generated group, if any: each has one actor, which runs the next. Whoever stops the outermost cancels the token of the innermost.</summary>
internal sealed class Nest(ActorGroup group, int depth)
{
    private readonly TaskCompletionSource<ActorGroupRun> _innermost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ActorGroupRun? _outermost;
    private CancellationToken _token;
    private bool _told;
    private bool _cancelled;

    private bool IsDeep => depth > 0;

    public Task<ActorGroupRun> StartAsync(CancellationToken caller)
    {
        Func<CancellationToken, ActorGroupRun> start = StartInnermost;
        for (var level = 0; level < depth; level++)
        {
            var inner = start;
            start = new ActorGroup { { $"level {level}", token => inner(token).Completion } }.Start;
        }

        _outermost = start(caller);
        return _innermost.Task.OrHang();
    }

    public void Stop() => _outermost!.Stop();

    public void StopIn(Model model)
    {
        _told = true;
        if (IsDeep)
        {
            model.Cancel(_token);
        }
        else
        {
            model.Stop();
        }
    }

    public void CancelIn(Model model)
    {
        _cancelled = true;
        _told = true;
        model.Cancel(_token);
    }

    /// <summary>Whether what was told to the outermost group has arrived inside.</summary>
    public bool HasTold(Model model) => !model.Cancelled || _token.IsCancellationRequested;

    /// <summary>A group around others ends as they do, except that their cancellations are normal once it was told to stop.</summary>
    public async Task CompareAsync(Model model)
    {
        if (!IsDeep)
        {
            return;
        }

        await _outermost!.Completion.EndOrHang();
        var inner = FailuresOf((await _innermost.Task).Completion);
        var failures = inner.Where(exception => !_told || exception is not OperationCanceledException).ToList();
        Assert.Equal(failures, FailuresOf(_outermost.Completion));
        Assert.Equal(failures.Count > 0 ? TaskStatus.Faulted : _cancelled ? TaskStatus.Canceled : TaskStatus.RanToCompletion, _outermost.Completion.Status);
    }

    private static List<Exception> FailuresOf(Task task) => task.Exception?.InnerExceptions.ToList() ?? [];

    private ActorGroupRun StartInnermost(CancellationToken token)
    {
        _token = token;
        var run = group.Start(token);
        _innermost.SetResult(run);
        return run;
    }
}
