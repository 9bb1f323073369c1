namespace Monitoring;

public sealed partial class Store
{
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
            while (rows.Read())
            {
                points.Add(new(rows.GetInt64(0), rows.GetInt64(1)));
            }

            points.Reverse();
            yield return (series.Labels, points);
        }
    }
}
