using Cronos;

namespace OrderDesk;

/// <summary>Something to do at the times of a cron expression of six fields, the first one seconds.</summary>
public sealed class CronJob(string name, string schedule, Func<Task> job, TimeProvider time)
{
    private readonly CronExpression _schedule = CronExpression.Parse(schedule, CronFormat.IncludeSeconds);

    public string Name { get; } = name;

    /// <summary>Runs until the token is cancelled. Turns that pass while the job still works are left out.</summary>
    /// <exception cref="InvalidOperationException">The job has thrown.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var due = DateTimeOffset.MinValue;
        while (true)
        {
            var now = time.GetUtcNow();
            due = Next(IsALittleBefore(now, due) ? due : now);
            await Task.Delay(due - now, time, cancellationToken);
            await DoAsync();
        }
    }

    /// <summary>A timer that fires early must not make one turn two. A clock that was set back makes it long before: then there are turns again that have been.</summary>
    private static bool IsALittleBefore(DateTimeOffset now, DateTimeOffset due) => now < due && due - now < TimeSpan.FromSeconds(1);

    private DateTimeOffset Next(DateTimeOffset from) =>
        _schedule.GetNextOccurrence(from, TimeZoneInfo.Utc) ?? throw new InvalidOperationException($"The job '{Name}' never has a turn again.");

    private async Task DoAsync()
    {
        try
        {
            await job();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"The job '{Name}' failed: {exception.Message}", exception);
        }
    }
}
