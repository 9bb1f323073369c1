using System.Data.Common;
using Npgsql;

namespace Replicas;

/// <summary>Creates what is missing. One replica does it, the others wait and find nothing left to do.</summary>
internal sealed class Migration(NpgsqlDataSource database)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await using var command = database.CreateCommand("""
                    create table if not exists terms(name text primary key, term bigint not null);
                    create table if not exists attempts(tick bigint not null, replica text not null, term bigint not null, at timestamptz not null default clock_timestamp());
                    create table if not exists ticks(tick bigint primary key, replica text not null, term bigint not null, at timestamptz not null);
                    insert into terms(name, term) values ('cron', 0) on conflict do nothing;
                    """);
                await command.ExecuteNonQueryAsync(cancellationToken);
                return;
            }
            catch (DbException) when (!cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(_pause, cancellationToken); // the database is away: that ends no replica
            }
        }
    }
}
