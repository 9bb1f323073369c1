namespace OkRun.Async.Benchmarks.Contenders;

/// <summary>The baseline: <see cref="HandWritten"/>.</summary>
internal sealed class ByHand : Contender
{
    public override string Name => "by hand";

    public override Func<Task> Build(int n)
    {
        var crowd = new Crowd(n, EndsAtOnce);
        Func<CancellationToken, Task>[] bodies = [.. crowd.Bodies()];
        return () =>
        {
            crowd.Gather();
            return HandWritten.RunAsync(bodies);
        };
    }
}
