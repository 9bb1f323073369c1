namespace Monitoring;

/// <summary>The samples, in DIR/monitor.db. What has been appended survives the process.</summary>
public sealed class Store(string folder)
{
    private const int Busy = 5, Locked = 6, Patience = 60; // two errors of SQLite's, and seconds
    private const long Future = 600_000; // how far a sample's own time may be ahead, in ms
    private readonly SqliteConnection _connection = new($"Data Source={Path.Combine(folder, "monitor.db")};Pooling=False") { DefaultTimeout = 1 }; // in seconds, for a stop may have to wait for it
    private readonly ConcurrentDictionary<Labels, Series> _series = new();
    private readonly SemaphoreSlim _free = new(0, 1); // the connection is
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    public long Scrapes { get; private set; }
    public long Samples { get; private set; }

    /// <summary>Ready when the database is open. Fails where it cannot be, or where a write has failed.</summary>
    public async Task RunAsync(Action ready, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
            for (var giveUp = DateTime.UtcNow.AddSeconds(Patience); !IsOpen(isPatient: DateTime.UtcNow < giveUp);) { await Task.Delay(100, cancellationToken); }
            _connection.DefaultTimeout = Patience;
        }
        finally { _free.Release(); }
        ready();
        await _failed.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Closes the database, in its turn: nothing writes any more.</summary>
    public async Task CloseAsync() { await _free.WaitAsync(); await _connection.DisposeAsync(); }

    /// <summary>Stores a scrape as one transaction: what it found, and marks for the series that it found no more.</summary>
    public Task AppendAsync(IReadOnlyCollection<Sample> samples, IEnumerable<Labels> gone, long now) => WriteAsync(() =>
    {
        using var insert = Command(_connection, "INSERT OR REPLACE INTO samples VALUES ($series, $time, $bits)", ("$series", 0L), ("$time", 0L), ("$bits", 0L));
        foreach (var sample in samples.Where(sample => sample.OwnTime is null || sample.OwnTime <= now + Future)) { Add(insert, sample, sample.OwnTime ?? now); }
        foreach (var series in gone.Select(labels => _series.GetValueOrDefault(labels)).OfType<Series>())
        {
            series.IsStale = true;
            Insert(insert, series, series.HasOwnTime ? series.LastTime + 1 : now, Point.Stale);
        }
        (Scrapes, Samples) = (Scrapes + (samples.Count > 0 ? 1 : 0), Samples + samples.Count);
    });

    /// <summary>Deletes, again and again, what is older than so much.</summary>
    public async Task ForgetAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        for (; ; await Task.Delay(TimeSpan.FromMilliseconds(Math.Clamp(age.TotalMilliseconds / 10, 1000, 60_000)), cancellationToken))
        {
            var limit = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - (long)age.TotalMilliseconds;
            foreach (var some in _series.Values.Chunk(100)) { await WriteAsync(() => Array.ForEach(some, series => Forget(series, limit))); } // scrapes need not wait for all
        }
    }

    /// <summary>The points between two times in Unix milliseconds, both included, of each series that is meant and has any; or the last of them only.</summary>
    public IEnumerable<(Labels Labels, List<Point> Points)> Read(Func<Labels, bool> isMeant, long from, long to, bool isLastOnly = false)
    {
        using var connection = new SqliteConnection(_connection.ConnectionString);
        connection.Open();
        using var snapshot = connection.BeginTransaction(deferred: true); // no half of a scrape
        using var select = Command(connection, "SELECT time, bits FROM samples WHERE series = $series AND time BETWEEN $from AND $to ORDER BY time DESC LIMIT $limit",
            ("$series", 0L), ("$from", from), ("$to", to), ("$limit", isLastOnly ? 1 : -1));
        select.Transaction = snapshot;
        foreach (var series in _series.Values.Where(series => isMeant(series.Labels)).OrderBy(series => series.Labels.Json, StringComparer.Ordinal))
        {
            select.Parameters[0].Value = series.Id;
            using var rows = select.ExecuteReader();
            var points = new List<Point>();
            while (rows.Read()) { points.Add(new(rows.GetInt64(0), rows.GetInt64(1))); }
            points.Reverse();
            yield return (series.Labels, points);
        }
    }

    private bool IsOpen(bool isPatient)
    {
        try
        {
            _connection.Open();
            Execute("""
                PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000;
                BEGIN IMMEDIATE; -- to write now is to know that it can be written
                CREATE TABLE IF NOT EXISTS series (id INTEGER PRIMARY KEY, labels TEXT NOT NULL UNIQUE);
                CREATE TABLE IF NOT EXISTS samples (series INTEGER NOT NULL, time INTEGER NOT NULL, bits INTEGER NOT NULL, PRIMARY KEY (series, time)) WITHOUT ROWID;
                PRAGMA user_version = 1; COMMIT;
                """);
            using var all = Command(_connection, "SELECT id, labels, (SELECT max(time) FROM samples WHERE series = id) FROM series");
            using var rows = all.ExecuteReader();
            while (rows.Read()) { Keep(new(rows.GetInt64(0), Labels.FromJson(rows.GetString(1))) { LastTime = rows.IsDBNull(2) ? long.MinValue : rows.GetInt64(2) }); }
            return true;
        }
        catch (SqliteException exception) when (isPatient && exception.SqliteErrorCode is Busy or Locked) { _connection.Close(); return false; }
    }

    private async Task WriteAsync(Action write)
    {
        await _free.WaitAsync();
        try { await (_failed.Task.IsCompleted ? _failed.Task : Task.CompletedTask); Execute("BEGIN IMMEDIATE"); write(); Execute("COMMIT"); }
        catch (Exception exception) { _failed.TrySetException(exception); throw; }
        finally { _free.Release(); }
    }

    /// <summary>Of two samples with one time the first is kept, and one that is older than another is not.</summary>
    private void Add(SqliteCommand insert, in Sample sample, long time)
    {
        if (!_series.TryGetValue(sample.Labels, out var series))
        {
            using var create = Command(_connection, "INSERT INTO series (labels) VALUES ($labels) RETURNING id", ("$labels", sample.Labels.Json));
            series = Keep(new((long)create.ExecuteScalar()!, sample.Labels));
        }
        if (time > series.LastTime) { Insert(insert, series, series.LastTime = time, BitConverter.DoubleToInt64Bits(sample.Value)); }
        else if (time == series.LastTime && series.IsStale) { Execute("DELETE FROM samples WHERE series = $series AND time > $time", ("$series", series.Id), ("$time", time)); } // the same one is back
        (series.HasOwnTime, series.IsStale) = (sample.OwnTime is not null, series.IsStale && time < series.LastTime);
    }

    private Series Keep(Series series) => _series[series.Labels] = series;
    private static void Insert(SqliteCommand insert, Series series, long time, long bits)
    {
        (insert.Parameters[0].Value, insert.Parameters[1].Value, insert.Parameters[2].Value) = (series.Id, time, bits);
        insert.ExecuteNonQuery();
    }

    private void Forget(Series series, long limit)
    {
        if (series.LastTime >= limit) { Execute("DELETE FROM samples WHERE series = $series AND time < $limit", ("$series", series.Id), ("$limit", limit)); }
        else if (_series.TryRemove(series.Labels, out _)) { Execute("DELETE FROM samples WHERE series = $series; DELETE FROM series WHERE id = $series", ("$series", series.Id)); }
    }

    private void Execute(string sql, params ReadOnlySpan<(string Name, object Value)> values) { using var command = Command(_connection, sql, values); command.ExecuteNonQuery(); }

    private static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = new SqliteCommand(sql, connection);
        foreach (var (name, value) in values) { command.Parameters.AddWithValue(name, value); }
        return command;
    }

    /// <summary>LastTime is that of the last sample, marks aside.</summary>
    private sealed record Series(long Id, Labels Labels) { public long LastTime = long.MinValue; public bool HasOwnTime, IsStale; }
}
