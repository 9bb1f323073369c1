namespace OkRun.Async.Endurance;

/// <summary>
/// Something to be played again and again. The groups it captures and the token of their caller are made once, are still there and not cancelled when what the runs have left behind is measured,
/// and end only after that: otherwise what a run leaves at its group or at its caller's token would be gone with them, unseen.
/// </summary>
internal sealed class Trial(Func<CancellationToken, Task> playAsync) : IDisposable
{
    private readonly CancellationTokenSource _caller = new();

    public Task PlayAsync() => playAsync(_caller.Token);

    /// <summary>The caller cancels, and nobody is there any more to hear it.</summary>
    public Task EndAsync() => _caller.CancelAsync();

    public void Dispose()
    {
        _caller.Dispose();
        GC.KeepAlive(playAsync);
    }
}
