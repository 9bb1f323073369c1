using OkRun.Async;

namespace OrderDesk;

/// <summary>The jobs of the desk. They are a group themselves: one that throws stops the others, and the group that this one is an actor of.</summary>
public static class CronJobs
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    public static ActorGroup Of(OrderMachine machine, TimeProvider time, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(output);
        CronJob[] jobs =
        [
            new("summary", "*/5 * * * * *", () => SummarizeAsync(machine.Book, output), time),
            new("cancel unpaid", "*/10 * * * * *", () => CancelUnpaidAsync(machine, output), time),
        ];

        var group = new ActorGroup();
        foreach (var job in jobs)
        {
            group.Add(job.Name, job.RunAsync);
        }

        return group;
    }

    private static Task SummarizeAsync(OrderBook book, TextWriter output) => output.WriteLineAsync(
        $"Orders: {string.Join(", ", Enum.GetValues<OrderState>().Select(state => $"{book.Count(state)} {state.Text()}"))}");

    private static async Task CancelUnpaidAsync(OrderMachine machine, TextWriter output)
    {
        // Refused, because the queue is full: the next turn finds the same orders.
        if (await machine.AskAsync(new CancelUnpaid(_patience)) is Accepted { Orders: { Count: > 0 } cancelled })
        {
            await output.WriteLineAsync($"Cancelled after {_patience.TotalSeconds} s without payment: {string.Join(", ", cancelled.Select(order => order.Id))}");
        }
    }
}
