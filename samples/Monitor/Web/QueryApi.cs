namespace Monitoring;

/// <summary>The part of Prometheus's HTTP API that a chart needs.</summary>
internal static class QueryApi
{
    public static void MapQueries(this IEndpointRouteBuilder routes, Store store)
    {
        routes.MapMethods("/api/v1/query", ["GET", "POST"], (HttpRequest request) => AnswerAsync(request, parameters => At(store, parameters)));
        routes.MapMethods("/api/v1/query_range", ["GET", "POST"], (HttpRequest request) => AnswerAsync(request, parameters => Steps(store, parameters)));
    }

    private static Data At(Store store, Func<string, string> parameters)
    {
        var time = parameters("time") is { Length: > 0 } ? Time("time", parameters) : DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var selector = Selector.Parse(parameters("query"));
        var found = Query.At(store, selector, time);
        return selector.Range is not null ? new("matrix", found.Select(Show))
            : new("vector", found.Select(series => new { Metric = series.Labels.Values, Value = Pair(series.Points[0] with { Time = time }) }));
    }

    private static Data Steps(Store store, Func<string, string> parameters)
    {
        var (start, end, selector) = (Time("start", parameters), Time("end", parameters), Selector.Parse(parameters("query")));
        var step = Seconds(parameters("step")) ?? (long?)Durations.TryParse(parameters("step"))?.TotalMilliseconds ?? 0;
        Check(end >= start, "invalid parameter \"end\": end timestamp must not be before start time");
        Check(step > 0, "invalid parameter \"step\": it must be a positive duration");
        Check((end - start) / step <= 11_000, "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)");
        Check(selector.Range is null, "invalid expression type \"range vector\" for range query, must be Scalar or instant Vector");
        return new("matrix", Query.Steps(store, selector, start, end, step).Select(Show));
    }

    private static async Task<IResult> AnswerAsync(HttpRequest request, Func<Func<string, string>, Data> answer)
    {
        var form = request.HasFormContentType ? await request.ReadFormAsync() : FormCollection.Empty;
        try { return Results.Json(new { Status = "success", Data = answer(name => form[name].Concat(request.Query[name]).FirstOrDefault() ?? "") }); }
        catch (FormatException exception) { return Results.Json(new { Status = "error", ErrorType = "bad_data", Error = exception.Message }, statusCode: StatusCodes.Status400BadRequest); }
    }

    private static object Show((Labels Labels, List<Point> Points) series) => new { Metric = series.Labels.Values, Values = series.Points.Select(Pair) };
    private static object[] Pair(Point point) => [point.Time / 1000m, point.Text];
    private static long Time(string name, Func<string, string> parameters) => Seconds(parameters(name))
        ?? (DateTimeOffset.TryParse(parameters(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUnixTimeMilliseconds()
            : throw new FormatException($"invalid parameter \"{name}\": cannot parse \"{parameters(name)}\" to a valid timestamp"));

    /// <summary>Seconds as milliseconds; null where it is no number of them.</summary>
    private static long? Seconds(string text) => Sample.Parse(text) is >= -1e11 and <= 1e11 and var seconds ? (long)Math.Round(seconds * 1000) : null;
    private static void Check(bool isGood, string flaw) => _ = isGood ? true : throw new FormatException(flaw);
    private sealed record Data(string ResultType, IEnumerable<object> Result);
}

/// <summary>Asks the store as Prometheus would be asked. Times are Unix milliseconds.</summary>
public static class Query
{
    private const int LookBack = 300_000;

    /// <summary>The last value of each series that has not vanished; or whatever was stored in the selector's range.</summary>
    public static IEnumerable<(Labels Labels, List<Point> Points)> At(Store store, Selector selector, long time) =>
        store.Read(selector.IsMatch, time - (long)(selector.Range?.TotalMilliseconds ?? LookBack), time, isLastOnly: selector.Range is null)
            .Select(series => (series.Labels, Points: series.Points.FindAll(point => !point.IsStale))).Where(series => series.Points.Count > 0);

    /// <summary>The last value at each step.</summary>
    public static IEnumerable<(Labels Labels, List<Point> Points)> Steps(Store store, Selector selector, long start, long end, long step) =>
        store.Read(selector.IsMatch, start - LookBack, end)
            .Select(series => (series.Labels, Points: Steps(series.Points, start, end, step).ToList())).Where(series => series.Points.Count > 0);

    private static IEnumerable<Point> Steps(List<Point> points, long start, long end, long step)
    {
        for (var (time, next) = (start, 0); time <= end; time += step)
        {
            while (next < points.Count && points[next].Time <= time) { next++; }
            if (next > 0 && points[next - 1] is { IsStale: false } last && last.Time >= time - LookBack) { yield return last with { Time = time }; }
        }
    }
}
