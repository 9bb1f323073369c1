namespace OkRun.Async.TestHost;

/// <summary>The worker, and how a program runs it without a host.</summary>
internal static class Worker
{
    public static Actor That(string behaves) => new("worker", behaves switch
    {
        "waits" => token => Task.Delay(Timeout.InfiniteTimeSpan, token),
        "ignores the stop" => _ => Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None),
        "hangs everything" => _ => HangEverything(),
        "blocks the pool" => _ => BlockThePool(),
        "fails" => _ => throw new InvalidOperationException("the worker is broken"),
        "fails later" => FailLaterAsync,
        "fails unreadably" => FailUnreadablyAsync,
        "exits" => ExitAsync,
        _ => throw new ArgumentException($"There is no worker that {behaves}."),
    });

    private static async Task FailLaterAsync(CancellationToken token)
    {
        await Console.In.ReadLineAsync(token);
        throw new InvalidOperationException("the worker is broken");
    }

    private static async Task FailUnreadablyAsync(CancellationToken token)
    {
        await Console.In.ReadLineAsync(token);
        throw new Unreadable();
    }

    /// <summary>Blocks the pool, and keeps the process from an orderly exit.</summary>
    private static Task HangEverything()
    {
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => Hang();
        return BlockThePool();
    }

    /// <summary>Blocks its own thread too, and ignores the stop. There are far more work items than the pool will have threads for before the test gives up.</summary>
    private static Task BlockThePool()
    {
        for (var i = 0; i < 200; i++)
        {
            ThreadPool.QueueUserWorkItem(static _ => Hang());
        }

        Say("everything hangs");
        Hang();
        return Task.CompletedTask;

        static void Say(string line) => Console.Error.WriteLine(line);
    }

    private static void Hang() => Thread.Sleep(Timeout.Infinite);

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

    /// <summary>An exception whose text cannot be had.</summary>
#pragma warning disable CA1032 // it is thrown here, and in no other way
    private sealed class Unreadable : Exception
#pragma warning restore CA1032
    {
        public override string Message => throw new InvalidOperationException("there is no message");
    }
}
