namespace Monitoring;

/// <summary>A page with a chart of the last minutes, without a script.</summary>
internal static class GraphPage
{
    private const int Left = 90, Top = 10, Right = 890, Bottom = 330, Steps = 250, Ticks = 5;
    public static IResult Show(Store store, string query, string minutes)
    {
        var (chart, status) = ("", StatusCodes.Status200OK);
        try { chart = query.Length == 0 ? "" : Draw(store, query, minutes); }
        catch (FormatException exception) { (chart, status) = ($"<p role=\"alert\">{Escape(exception.Message)}</p>", StatusCodes.Status400BadRequest); }
        return Results.Text($"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>{Escape(query)} - Monitor</title>
            <style>body, svg {"{ font: 14px sans-serif } line { stroke: #ddd } path { fill: none; stroke-width: 1.5; stroke-linecap: round } [name=query] { width: 40em }"}</style></head><body>
            <form action="/graph"><input name="query" value="{Escape(query)}" aria-label="query"> <input name="minutes" value="{Escape(minutes)}" size="4" aria-label="minutes"> minutes <button>Draw</button></form>
            {chart}
            </body></html>
            """, "text/html; charset=utf-8", statusCode: status);
    }

    private static string Draw(Store store, string query, string minutes)
    {
        var selector = Selector.Parse(query) is { Range: null } instant ? instant : throw new FormatException("a graph needs a selector without a range");
        var length = Sample.Parse(minutes) is > 0 and < 1e6 and var number ? number : throw new FormatException($"not a number of minutes: \"{minutes}\"");
        var end = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var start = end - Math.Max(Steps, (long)(length * 60_000));
        var step = (end - start) / Steps;
        var found = Query.Steps(store, selector, start, end, step).Index().ToList();
        var values = found.SelectMany(each => each.Item.Points).Select(point => point.Value).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var margin = values.Min() < values.Max() ? 0 : Math.Max(Math.Abs(values.Min()) / 10, 1); // a constant lies in the middle
        var (low, high) = (Math.Max(double.MinValue, values.Min() - margin), Math.Min(double.MaxValue, values.Max() + margin));
        var ticks = Enumerable.Range(0, Ticks + 1).Select(tick => (double)tick / Ticks).Select(part => (X: Left + ((Right - Left) * part), Y: Bottom - ((Bottom - Top) * part),
            Time: DateTimeOffset.FromUnixTimeMilliseconds(start + (long)((end - start) * part)).ToString(length > 1440 ? "MM-dd HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture), Value: (low * (1 - part)) + (high * part)));
        var axes = ticks.Select(tick => string.Create(CultureInfo.InvariantCulture, $"""
            <line x1="{Left}" x2="{Right}" y1="{tick.Y:F1}" y2="{tick.Y:F1}"/><text x="{Left - 6}" y="{tick.Y + 4:F1}" text-anchor="end">{tick.Value:G6}</text>
            <line x1="{tick.X:F1}" x2="{tick.X:F1}" y1="{Top}" y2="{Bottom}"/><text x="{tick.X:F1}" y="{Bottom + 20}" text-anchor="middle">{tick.Time}</text>
            """));
        var lines = found.Select(each => $"""<path stroke="{Colour(each.Index)}" d="{Line(each.Item.Points.FindAll(point => double.IsFinite(point.Value)))}"><title>{Escape($"{each.Item.Labels}")}</title></path>""");
        var legend = found.Select(each => $"""<li style="color: {Colour(each.Index)}">{Escape($"{each.Item.Labels}")} {each.Item.Points[^1].Text}</li>""");
        return $"""<svg xmlns="http://www.w3.org/2000/svg" width="960" height="360" role="img">{string.Concat(axes.Concat(lines))}</svg><p>{found.Count} series; times in UTC</p><ul>{string.Concat(legend)}</ul>""";
        // NaN, infinities and missing steps are gaps. A point alone is a dot, by a line of no length.
        string Line(List<Point> points) => string.Concat(points.Select((point, index) => string.Create(CultureInfo.InvariantCulture,
            $"{(index > 0 && points[index - 1].Time == point.Time - step ? "L" : "M")}{Left + ((Right - Left) * (double)(point.Time - start) / (end - start)):F1} {Bottom - ((Bottom - Top) * ((point.Value / 2) - (low / 2)) / ((high / 2) - (low / 2))):F1}h0")));
    }

    private static string Colour(int index) => string.Create(CultureInfo.InvariantCulture, $"hsl({index * 137 % 360} 70% 40%)");
    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
