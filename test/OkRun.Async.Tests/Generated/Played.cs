namespace OkRun.Async.Tests;

/// <summary>The real counterpart of a <see cref="ModelActor"/>: its execute, its hook and a callback of its token, which do what the script says.</summary>
internal sealed class Played(ModelActor shape, Recorder recorder)
{
    private readonly TaskCompletionSource _execution = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _hook = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Signal _thread = new();
    private readonly Signal _callback = new();
    private Action _ready = () => { };
    private Exception? _thrownAtOnce;
    private Exception? _thrownByCallback;
    private CancellationToken _deadline;

    public CancellationToken Token { get; private set; }

    /// <summary>Whether its token read as cancelled when its hook was called.</summary>
    public bool HookSawItsToken { get; private set; }

    public bool DeadlineHasPassed => _deadline.IsCancellationRequested;

    public Actor Actor(Actor[] after)
    {
        var limit = shape.Limit is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        Func<Exception, bool>? expected = shape.ExpectsToFail ? static exception => exception is InvalidOperationException : null;
        return shape.IsAware
            ? new(shape.Name, Execute) { After = after, OneShot = shape.IsOneShot, StopTimeout = limit, Interrupt = InterruptAsync, ExpectedOnStop = expected }
            : new(shape.Name, token => Execute(() => { }, token)) { After = after, OneShot = shape.IsOneShot, StopTimeout = limit, Interrupt = InterruptAsync, ExpectedOnStop = expected };
    }

    public void SayReady() => _ready();

    public void End(Exception? exception)
    {
        _thrownAtOnce = exception;
        _thread.Happen();
        Set(_execution, exception);
    }

    public void EndHook(Exception? exception) => Set(_hook, exception);

    public void EndCallback(Exception? exception)
    {
        _thrownByCallback = exception;
        _callback.Happen();
    }

    /// <summary>Lets go of the threads that it blocks.</summary>
    public void LetGo()
    {
        _thread.Happen();
        _callback.Happen();
    }

    private static void Set(TaskCompletionSource source, Exception? exception) => _ = exception is null ? source.TrySetResult() : source.TrySetException(exception);

    private Task Execute(Action ready, CancellationToken token)
    {
        (_ready, Token) = (ready, token);
        if (shape.CallbackIsScripted)
        {
            token.Register(CallBack);
        }

        if (shape.ObeysItsToken)
        {
            // Callbacks run in reverse: this one before the one that blocks.
            token.Register(() => End(new OperationCanceledException(token)));
        }

        recorder.Write($"entered {shape.Name}");
        return shape.BlocksItsThread ? Block() : AwaitAsync();
    }

    private async Task AwaitAsync() => await _execution.Task;

    private Task Block()
    {
        _thread.BlockThread();
        return _thrownAtOnce switch
        {
            null => Task.CompletedTask,
#pragma warning disable VSTHRD114 // this is the sin
            NullTask => null!,
#pragma warning restore VSTHRD114
            _ => throw _thrownAtOnce,
        };
    }

    private void CallBack()
    {
        recorder.Write($"callback of {shape.Name}");
        _callback.BlockThread();
        recorder.Write($"callback of {shape.Name} ended");
        if (_thrownByCallback is not null)
        {
            throw _thrownByCallback;
        }
    }

    private async Task InterruptAsync(Exception? cause, CancellationToken deadline)
    {
        (HookSawItsToken, _deadline) = (Token.IsCancellationRequested, deadline);
        recorder.Write($"hook of {shape.Name}", cause);
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
