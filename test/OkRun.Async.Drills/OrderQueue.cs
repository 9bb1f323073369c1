using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace OkRun.Async.Drills;

/// <summary>Takes orders from a broker. Most of what goes wrong in the shop goes wrong here.</summary>
internal sealed class OrderQueue(Drill drill)
{
    private readonly TaskCompletionSource _confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task RunAsync(CancellationToken cancellationToken)
    {
        if (drill.Is(Drills.BlocksAtOnce))
        {
            Block();
        }

        return HandleAllAsync(cancellationToken);
    }

    /// <summary>The hook.</summary>
    public async Task CloseAsync()
    {
        if (drill.Is(Drills.HookHangs))
        {
            await ConfirmAsync();
        }

        throw new IOException("Broken pipe");
    }

    private async Task HandleAllAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        await using var connection = drill.Is(Drills.CallbackThrows) ? cancellationToken.Register(static () => throw new ObjectDisposedException("SqlConnection")) : default;
        if (drill.Is(Drills.Hangs) || drill.Is(Drills.HangsWithLimit))
        {
            await HandleAsync();
        }

        if (drill.Is(Drills.BlocksLater))
        {
            Block();
        }

        while (drill.Is(Drills.Swallows))
        {
            await PollAsync(cancellationToken);
        }

        if (await IsToGoOnAsync(cancellationToken))
        {
            await GoWrongAsync(cancellationToken);
        }
        else if (drill.Is(Drills.ToldLate))
        {
            await DrainAsync();
        }
    }

    /// <summary>Whether the parent said so, and not the group that it stops.</summary>
    private async Task<bool> IsToGoOnAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(drill.Go, Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken));
        return !cancellationToken.IsCancellationRequested;
    }

    private async Task HandleAsync() => await ConfirmAsync(); // without the token

    private async Task ConfirmAsync() => await _confirmed.Task;

    private void Block() => _confirmed.Task.Wait();

    /// <summary>Finishes the order at hand, which ends when the parent says so.</summary>
    private async Task DrainAsync() => await drill.Go;

    private static async Task PollAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(TimeSpan.FromHours(1), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None); // and once more
        }
    }

    private async Task GoWrongAsync(CancellationToken cancellationToken)
    {
        if (drill.Is(Drills.Throws) || drill.Is(Drills.LogThrows))
        {
            Parse("order 4711");
        }

        if (drill.Is(Drills.ForeignTimeout))
        {
            await AskTheBankAsync(cancellationToken);
        }

        if (drill.Is(Drills.StackOverflow))
        {
            Recurse(0);
        }

        if (drill.Is(Drills.Exit))
        {
            Environment.Exit(3);
        }

        if (drill.Is(Drills.FailFast))
        {
            Environment.FailFast("The heap of the shop is broken.");
        }
    }

    private static void Parse(string order) => throw new InvalidOperationException($"{order} is not JSON: 'o' is an invalid start of a value.");

    /// <summary>The bank takes the call, and says nothing.</summary>
    private static async Task AskTheBankAsync(CancellationToken cancellationToken)
    {
        using var bank = new TcpListener(IPAddress.Loopback, 0);
        bank.Start();
        using var client = new HttpClient { Timeout = TimeSpan.FromMilliseconds(200) };
        await client.GetStringAsync(new Uri($"http://{bank.LocalEndpoint}/balance"), cancellationToken);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static int Recurse(int depth) => Recurse(depth + 1) + Recurse(depth + 2);
}
