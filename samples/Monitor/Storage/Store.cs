namespace Monitoring;

/// <summary>The samples, in DIR/monitor.db. What has been appended survives the process.</summary>
public sealed partial class Store(string folder)
{
    private const int Busy = 5, Locked = 6; // SQLite's errors
    private const int Patience = 60; // in seconds
    private readonly SqliteConnection _connection = new($"Data Source={Path.Combine(folder, "monitor.db")};Pooling=False") { DefaultTimeout = 1 }; // in seconds, for a stop may have to wait for it
    private readonly ConcurrentDictionary<Labels, Series> _series = new();
    private readonly SemaphoreSlim _free = new(0, 1); // the connection is
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ready when the database is open. Fails where it cannot be, or where a write has failed.</summary>
    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
            for (var giveUp = DateTime.UtcNow.AddSeconds(Patience); !IsOpen(isPatient: DateTime.UtcNow < giveUp);)
            {
                await Task.Delay(100, cancellationToken);
            }

            _connection.DefaultTimeout = Patience;
        }
        finally
        {
            _free.Release();
        }

        ready();
        await _failed.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Closes the database, in its turn: nothing writes any more.</summary>
    public async Task CloseAsync()
    {
        await _free.WaitAsync();
        await _connection.DisposeAsync();
    }

    private bool IsOpen(bool isPatient)
    {
        try
        {
            _connection.Open();
            Execute("""
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = NORMAL;
                PRAGMA wal_autocheckpoint = 4000;
                BEGIN IMMEDIATE; -- to write now is to know that it can be written
                CREATE TABLE IF NOT EXISTS series (id INTEGER PRIMARY KEY, labels TEXT NOT NULL UNIQUE);
                CREATE TABLE IF NOT EXISTS samples (series INTEGER NOT NULL, time INTEGER NOT NULL, bits INTEGER NOT NULL, PRIMARY KEY (series, time)) WITHOUT ROWID;
                PRAGMA user_version = 1;
                COMMIT;
                """);
            using var all = Command(_connection, "SELECT id, labels, (SELECT max(time) FROM samples WHERE series = id) FROM series");
            using var rows = all.ExecuteReader();
            while (rows.Read())
            {
                var labels = Labels.FromJson(rows.GetString(1));
                _series[labels] = new(rows.GetInt64(0), labels) { LastTime = rows.IsDBNull(2) ? long.MinValue : rows.GetInt64(2) };
            }

            return true;
        }
        catch (SqliteException exception) when (isPatient && exception.SqliteErrorCode is Busy or Locked)
        {
            _connection.Close();
            return false;
        }
    }

    private void Execute(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using var command = Command(_connection, sql, values);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = new SqliteCommand(sql, connection);
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    /// <summary>LastTime is that of the last sample, marks aside.</summary>
    private sealed record Series(long Id, Labels Labels)
    {
        public long LastTime { get; set; } = long.MinValue;
        public bool HasOwnTime { get; set; }
        public bool IsStale { get; set; }
    }
}
