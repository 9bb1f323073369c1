using System.Data.Common;
using System.Globalization;
using Medallion.Threading.Postgres;
using Npgsql;

namespace OkRun.Async.Replicas.Drills;

/// <summary>What one writes without this library: AcquireAsync, HandleLostToken, and a connection string as it comes. It ticks as the sample does, with numbers that nothing checks.</summary>
internal static class PlainReplica
{
    public static async Task<int> RunAsync(string id, string db)
    {
        using var stop = new CancellationTokenSource();
        using var signal = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        await using var database = NpgsqlDataSource.Create($"{db};Application Name=okrun-work:{id}");
        var mutex = new PostgresDistributedLock(new PostgresAdvisoryLockKey("cron", allowHashing: true), $"{db};Application Name=okrun-lock:{id}");
        Say("ready");
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var handle = await mutex.AcquireAsync(cancellationToken: stop.Token);
                using var led = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, handle.HandleLostToken);
                await LeadAsync(id, database, led.Token);
            }
            catch (Exception exception) when (exception is DbException or OperationCanceledException or InvalidOperationException)
            {
                if (!stop.IsCancellationRequested)
                {
                    await Task.Delay(500);
                }
            }
        }

        return 0;
    }

    private static async Task LeadAsync(string id, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var term = (long)(await RunAsync(database, "update terms set term = term + 1 where name = 'cron' returning term", cancellationToken))!;
        Say(string.Create(CultureInfo.InvariantCulture, $"leading name=cron term={term}"));
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await RunAsync(database, string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    insert into attempts(tick, replica, term) select coalesce(max(tick), 0) + 1, '{id}', {term} from ticks;
                    insert into ticks(tick, replica, term, at) select coalesce(max(tick), 0) + 1, '{id}', {term}, clock_timestamp() from ticks
                    """), cancellationToken);
                await Task.Delay(250, cancellationToken);
            }
        }
        finally
        {
            Say(string.Create(CultureInfo.InvariantCulture, $"stopped-leading name=cron term={term} reason=stop"));
        }
    }

    private static async Task<object?> RunAsync(NpgsqlDataSource database, string sql, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static void Say(string line)
    {
        Console.WriteLine($"{DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)} {line}");
        Console.Out.Flush();
    }
}
