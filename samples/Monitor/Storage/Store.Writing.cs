namespace Monitoring;

public sealed partial class Store
{
    private const long Future = 600_000; // how far a sample's own time may be ahead, in ms

    public long Scrapes { get; private set; }
    public long Samples { get; private set; }

    /// <summary>Stores a scrape as one transaction: what it found, and marks for the series that it found no more.</summary>
    public Task AppendAsync(IReadOnlyCollection<Sample> samples, IEnumerable<Labels> gone, long now) => WriteAsync(() =>
    {
        using var insert = Command(_connection, "INSERT OR REPLACE INTO samples VALUES ($series, $time, $bits)", ("$series", 0L), ("$time", 0L), ("$bits", 0L));
        foreach (var sample in samples.Where(sample => sample.OwnTime is null || sample.OwnTime <= now + Future))
        {
            Add(insert, sample, sample.OwnTime ?? now);
        }

        foreach (var series in gone.Select(labels => _series.GetValueOrDefault(labels)).OfType<Series>())
        {
            series.IsStale = true;
            Insert(insert, series, series.HasOwnTime ? series.LastTime + 1 : now, Point.Stale);
        }

        Scrapes += samples.Count > 0 ? 1 : 0;
        Samples += samples.Count;
    });

    /// <summary>Deletes, again and again, what is older than so much.</summary>
    public async Task ForgetAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        for (; ; await Task.Delay(TimeSpan.FromMilliseconds(Math.Clamp(age.TotalMilliseconds / 10, 1000, 60_000)), cancellationToken))
        {
            var limit = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - (long)age.TotalMilliseconds;
            foreach (var some in _series.Values.Chunk(100)) // scrapes need not wait for all of them
            {
                await WriteAsync(() => Array.ForEach(some, series => Forget(series, limit)));
            }
        }
    }

    private async Task WriteAsync(Action write)
    {
        await _free.WaitAsync();
        try
        {
            await (_failed.Task.IsCompleted ? _failed.Task : Task.CompletedTask);
            Execute("BEGIN IMMEDIATE");
            write();
            Execute("COMMIT");
        }
        catch (Exception exception)
        {
            _failed.TrySetException(exception);
            throw;
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Of two samples with one time the first is kept, and one that is older than another is not.</summary>
    private void Add(SqliteCommand insert, in Sample sample, long time)
    {
        if (!_series.TryGetValue(sample.Labels, out var series))
        {
            using var create = Command(_connection, "INSERT INTO series (labels) VALUES ($labels) RETURNING id", ("$labels", sample.Labels.Json));
            _series[sample.Labels] = series = new((long)create.ExecuteScalar()!, sample.Labels);
        }

        if (time > series.LastTime)
        {
            Insert(insert, series, series.LastTime = time, BitConverter.DoubleToInt64Bits(sample.Value));
        }
        else if (time == series.LastTime && series.IsStale) // the same one is back
        {
            Execute("DELETE FROM samples WHERE series = $series AND time > $time", ("$series", series.Id), ("$time", time));
        }

        (series.HasOwnTime, series.IsStale) = (sample.OwnTime is not null, false);
    }

    private static void Insert(SqliteCommand insert, Series series, long time, long bits)
    {
        (insert.Parameters[0].Value, insert.Parameters[1].Value, insert.Parameters[2].Value) = (series.Id, time, bits);
        insert.ExecuteNonQuery();
    }

    private void Forget(Series series, long limit)
    {
        if (series.LastTime >= limit)
        {
            Execute("DELETE FROM samples WHERE series = $series AND time < $limit", ("$series", series.Id), ("$limit", limit));
        }
        else if (_series.TryRemove(series.Labels, out _))
        {
            Execute("DELETE FROM samples WHERE series = $series; DELETE FROM series WHERE id = $series", ("$series", series.Id));
        }
    }
}
