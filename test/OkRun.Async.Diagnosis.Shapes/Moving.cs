using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Demo;

/// <summary>A chain that never stands still until its gate opens.</summary>
internal static class Moving
{
    public static async Task Always(Action began, Task gate)
    {
        var channel = Channel.CreateUnbounded<int>();
        using var semaphore = new SemaphoreSlim(1);
        began();
        for (var round = 0; !gate.IsCompleted; round++)
        {
            await semaphore.WaitAsync();
            await StepsAsync(round % 5);
            await PooledAsync(round % 3).ConfigureAwait(false);
            await foreach (var number in NumbersAsync(3))
            {
                await channel.Writer.WriteAsync(number);
            }

            var sum = Sum(channel.Reader);
            var other = Task.Run(Task.Yield);
            Task[] both = [StepsAsync(2), sum];
            await Task.WhenAll([other, .. both]);
            await Task.WhenAny(StepsAsync(1), StepsAsync(2), sum);
            await Task.Run(() => StepsAsync(2)).ContinueWith(_ => { });
            GC.KeepAlive((other, both));
            semaphore.Release();
        }
    }

    private static async Task StepsAsync(int depth)
    {
        if (depth > 0)
        {
            await Task.Yield();
            await StepsAsync(depth - 1);
            await Task.Yield();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<int> PooledAsync(int depth)
    {
        await Task.Yield();
        return depth == 0 ? 0 : await PooledAsync(depth - 1);
    }

    private static async IAsyncEnumerable<int> NumbersAsync(int count)
    {
        for (var number = 0; number < count; number++)
        {
            await Task.Yield();
            yield return number;
        }
    }

    private static async Task<int> Sum(ChannelReader<int> reader) => await reader.ReadAsync() + await reader.ReadAsync() + await reader.ReadAsync();
}
