namespace OkRun.Async.Drills;

/// <summary>The actors: the store first, the queue and the web front after it, and jobs.</summary>
internal static class Shop
{
    public static IEnumerable<Actor> Actors(Drill drill, Func<Action, CancellationToken, Task> web)
    {
        var queue = new OrderQueue(drill);
        Actor store = new("store", async (ready, token) =>
        {
            using var orders = new OrderStore(drill);
            await orders.RunAsync(ready, token);
        });
        return
        [
            store,
            new Actor("queue", queue.RunAsync)
            {
                After = [store],
                Interrupt = drill.Is(Drills.HookHangs) || drill.Is(Drills.HookThrows) ? (_, _) => queue.CloseAsync() : null,
            },
            new Actor("web", web) { After = [store] },
            new Actor("cron", RunJobsAsync),
        ];
    }

    private static async Task RunJobsAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1));
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
        }
    }
}
