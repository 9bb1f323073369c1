using System.Globalization;
using Npgsql;

namespace Replicas;

/// <summary>The two kinds of sessions of a replica: those that hold or wait for locks, and those that work. docs/scaling-out.md tells why they are set so.</summary>
internal static class Connections
{
    /// <summary>The server ends such a session by itself when it hears nothing: of a client that was killed after about a second, of one that is frozen or cut off after a lease at most.</summary>
    public static string ForLocks(ReplicaOptions options)
    {
        var connection = new NpgsqlConnectionStringBuilder(options.Db) { ApplicationName = $"okrun-lock:{options.Id}", Pooling = false, Timeout = 5 };
        var lease = options.Lease.TotalMilliseconds;
        connection.Options = string.Create(
            CultureInfo.InvariantCulture,
            $"{connection.Options} -c statement_timeout={lease / 3:F0} -c idle_session_timeout={2 * lease / 3:F0} -c client_connection_check_interval=500").Trim();
        return connection.ToString();
    }

    /// <summary>Work must stop in time when the network is silent: nothing waits longer than a second, not even for the cancellation of a command.</summary>
    public static NpgsqlDataSource ForWork(ReplicaOptions options) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(options.Db)
    {
        ApplicationName = $"okrun-work:{options.Id}",
        CommandTimeout = 1,
        CancellationTimeout = -1,
        Timeout = 1,
    });
}
