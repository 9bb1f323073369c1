namespace OkRun.Async.TestHost;

/// <summary>The worker, and how a program runs it without a host.</summary>
internal static class Worker
{
    public static Actor That(string behaves) => new("worker", behaves switch
    {
        "waits" => token => Task.Delay(Timeout.InfiniteTimeSpan, token),
        "ignores the stop" => _ => Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None),
        "fails" => _ => throw new InvalidOperationException("the worker is broken"),
        "fails later" => FailLaterAsync,
        "exits" => ExitAsync,
        _ => throw new ArgumentException($"There is no worker that {behaves}."),
    });

    private static async Task FailLaterAsync(CancellationToken token)
    {
        await Console.In.ReadLineAsync(token);
        throw new InvalidOperationException("the worker is broken");
    }

    private static async Task ExitAsync(CancellationToken token)
    {
        await Console.In.ReadLineAsync(token);
        Environment.Exit(3);
    }

    public static async Task<int> RunAsync(ActorGroup group)
    {
        try
        {
            await group.RunAsync();
            return 0;
        }
        catch (InvalidOperationException)
        {
            return 1;
        }
    }
}
