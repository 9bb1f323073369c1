namespace OkRun.Async.Tests;

/// <summary>The real counterpart of a <see cref="ModelActor"/>: its execute, its hook and a callback of its token, which do what the script says.</summary>
internal sealed class Played(ModelActor shape, Recorder recorder)
{
    private readonly TaskCompletionSource _execution = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _hook = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Signal _callback = new();
    private Action _ready = () => { };

    public Actor Actor(Actor[] after)
    {
        var limit = shape.Limit is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        Func<Exception, bool>? expected = shape.ExpectsToFail ? static exception => exception is InvalidOperationException : null;
        return shape.IsAware
            ? new(shape.Name, ExecuteAsync) { After = after, OneShot = shape.IsOneShot, StopTimeout = limit, Interrupt = InterruptAsync, ExpectedOnStop = expected }
            : new(shape.Name, token => ExecuteAsync(() => { }, token)) { After = after, OneShot = shape.IsOneShot, StopTimeout = limit, Interrupt = InterruptAsync, ExpectedOnStop = expected };
    }

    public void SayReady() => _ready();

    public void End(Exception? exception) => Set(_execution, exception);

    public void EndHook(Exception? exception) => Set(_hook, exception);

    public void EndCallback() => _callback.Happen();

    private static void Set(TaskCompletionSource source, Exception? exception) => _ = exception is null ? source.TrySetResult() : source.TrySetException(exception);

    private async Task ExecuteAsync(Action ready, CancellationToken token)
    {
        _ready = ready;
        if (shape.CallbackIsScripted)
        {
            token.Register(() =>
            {
                recorder.Write($"callback of {shape.Name}");
                _callback.BlockThread();
                recorder.Write($"callback of {shape.Name} ended");
            });
        }

        if (shape.ObeysItsToken)
        {
            // Callbacks run in reverse: this one before the one that blocks.
            token.Register(() => _execution.TrySetCanceled(token));
        }

        recorder.Write($"entered {shape.Name}");
        await _execution.Task;
    }

    private async Task InterruptAsync(Exception? cause, CancellationToken deadline)
    {
        recorder.Write($"hook of {shape.Name}");
        try
        {
            await (shape.HookIsScripted ? _hook.Task : Task.CompletedTask);
        }
        finally
        {
            recorder.Write($"hook of {shape.Name} ended");
        }
    }
}
