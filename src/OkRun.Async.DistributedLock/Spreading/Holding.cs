namespace OkRun.Async;

/// <summary>A partition that this replica holds, until its actors have stopped and its lock is released.</summary>
internal sealed class Holding(string partition, CancellationTokenSource stop, Standing standing, Task<Outcome> whenOver) : IDisposable
{
    public string Partition => partition;

    public Task<Outcome> WhenOver => whenOver;

    /// <summary>Whether it stays here: it is not to go to another replica.</summary>
    public bool Stays => !stop.IsCancellationRequested;

    /// <summary>Whether its actors run: its term has a number.</summary>
    public bool Leads => standing.Leads;

    public void GiveUp() => stop.CancelAndForget();

    /// <summary>Called when it is over.</summary>
    public void Dispose()
    {
        stop.Dispose();
        standing.Dispose();
    }
}
