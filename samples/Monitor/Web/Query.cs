namespace Monitoring;

/// <summary>Asks the store as Prometheus would be asked. Times are Unix milliseconds.</summary>
public static class Query
{
    private const int LookBack = 300_000;

    /// <summary>The last value of each series that has not vanished; or whatever was stored in the selector's range.</summary>
    public static IEnumerable<(Labels Labels, List<Point> Points)> At(Store store, Selector selector, long time) =>
        from series in store.Read(selector.IsMatch, time - (long)(selector.Range?.TotalMilliseconds ?? LookBack), time, isLastOnly: selector.Range is null)
        let points = series.Points.FindAll(point => !point.IsStale)
        where points.Count > 0
        select (series.Labels, points);

    /// <summary>The last value at each step.</summary>
    public static IEnumerable<(Labels Labels, List<Point> Points)> Steps(Store store, Selector selector, long start, long end, long step) =>
        from series in store.Read(selector.IsMatch, start - LookBack, end)
        let points = Steps(series.Points, start, end, step).ToList()
        where points.Count > 0
        select (series.Labels, points);

    private static IEnumerable<Point> Steps(List<Point> points, long start, long end, long step)
    {
        for (var (time, next) = (start, 0); time <= end; time += step)
        {
            while (next < points.Count && points[next].Time <= time)
            {
                next++;
            }

            if (next > 0 && points[next - 1] is { IsStale: false } last && last.Time >= time - LookBack)
            {
                yield return last with { Time = time };
            }
        }
    }
}
