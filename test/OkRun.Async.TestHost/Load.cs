using System.Threading.Channels;

namespace OkRun.Async.TestHost;

/// <summary>Clients who give orders as fast as the worker takes them: its queue is always full. At the end it says what became of them.</summary>
internal static class Load
{
    public static void AddTo(ActorGroup group)
    {
        var orders = Channel.CreateBounded<int>(100);
        var (accepted, finished) = (0, 0);
        var worker = group.Add(new Actor("worker", async (ready, _) =>
        {
            ready();
            await foreach (var order in orders.Reader.ReadAllAsync(CancellationToken.None))
            {
                await Task.Yield();
                finished++;
                if (finished == 10_000)
                {
                    Console.WriteLine("under load");
                }
            }

            Console.WriteLine($"finished {finished} of {accepted}");
        })
        {
            Interrupt = (_, _) => Task.FromResult(orders.Writer.TryComplete()), // no token: it ends when the queue is empty
        });
        foreach (var number in Enumerable.Range(1, 4))
        {
            group.Add(new Actor($"client {number}", async stopped =>
            {
                while (!stopped.IsCancellationRequested)
                {
                    await orders.Writer.WriteAsync(number, CancellationToken.None);
                    Interlocked.Increment(ref accepted);
                }
            })
            { After = [worker] });
        }
    }
}
