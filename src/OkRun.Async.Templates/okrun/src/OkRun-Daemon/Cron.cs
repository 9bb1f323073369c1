namespace OkRun_Daemon;

/// <summary>Does something every minute.</summary>
public sealed class Cron(Store store, TimeProvider clock)
{
    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        ready();

        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await store.AddAsync($"it is {clock.GetUtcNow():u}", cancellationToken);
        }
    }
}
