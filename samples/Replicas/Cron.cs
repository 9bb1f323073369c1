using System.Data.Common;
using Npgsql;
using OkRun.Async;

namespace Replicas;

/// <summary>The work of the leader: each tick once, in order, none left out. A tick is recorded in a statement that checks the term, so what an old leader sends late is refused.</summary>
internal sealed class Cron(string replica, NpgsqlDataSource database, TimeSpan period)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    public async Task RunAsync(LeaderTerm term, CancellationToken cancellationToken)
    {
        long? last = null; // not known
        while (true)
        {
            try
            {
                var tick = (last ?? await LastAsync(cancellationToken) ?? CurrentTick()) + 1;
                await UntilDueAsync(tick, cancellationToken);
                await AttemptAsync(tick, term, cancellationToken);
                if (!await RecordAsync(tick, term, cancellationToken))
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken); // refused: there is a newer term, and this one will be told so
                }

                last = tick;
            }
            catch (DbException) when (!cancellationToken.IsCancellationRequested)
            {
                last = null; // the database is away, or did record the tick before its answer was lost: ask it
                await Task.Delay(_pause, cancellationToken);
            }
        }
    }

    private long CurrentTick() => (long)(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / period.TotalMilliseconds);

    private async Task UntilDueAsync(long tick, CancellationToken cancellationToken)
    {
        var wait = DateTimeOffset.UnixEpoch + (tick * period) - DateTimeOffset.UtcNow;
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait + TimeSpan.FromMilliseconds(1), cancellationToken); // never early
        }
    }

    private async Task<long?> LastAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select max(tick) from ticks");
        return await command.ExecuteScalarAsync(cancellationToken) as long?;
    }

    private async Task AttemptAsync(long tick, LeaderTerm term, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("insert into attempts(tick, replica, term) values ($1, $2, $3)");
        AddTo(command, tick, term);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<bool> RecordAsync(long tick, LeaderTerm term, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "insert into ticks(tick, replica, term, at) select $1, $2, $3, clock_timestamp() from terms where name = 'cron' and term = $3 for share");
        AddTo(command, tick, term);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private void AddTo(NpgsqlCommand command, long tick, LeaderTerm term)
    {
        foreach (var value in (object[])[tick, replica, term.Number])
        {
            command.Parameters.Add(new() { Value = value });
        }
    }
}
