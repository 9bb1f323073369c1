using System.Text;

namespace OkRun.Async.Benchmarks.Page;

/// <summary>Lines over n, both axes logarithmic, as an SVG that reads on light and dark pages.</summary>
internal sealed class Plot(string title, IReadOnlyList<(string Name, IReadOnlyList<(double N, double Value)> Points)> lines)
{
    private const int Width = 760;
    private const int Height = 420;
    private const int Left = 70;
    private const int Right = 560;
    private const int Top = 50;
    private const int Bottom = 370;
    private static readonly string[] _colours = ["#d6336c", "#1971c2", "#868e96", "#e8590c", "#2f9e44"];

    private readonly (double From, double To) _x = Decades(lines.SelectMany(line => line.Points).Select(point => point.N));
    private readonly (double From, double To) _y = Decades(lines.SelectMany(line => line.Points).Select(point => point.Value));

    public string Svg()
    {
        var svg = new StringBuilder();
        Append(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="13">""");
        Append(svg, $"""<rect width="{Width}" height="{Height}" fill="#ffffff"/>""");
        Append(svg, $"""<text x="{Left}" y="28" font-size="16" font-weight="bold">{title}</text>""");
        for (var decade = _x.From; decade <= _x.To; decade++)
        {
            var x = X(Math.Pow(10, decade));
            Append(svg, $"""<path d="M{x:0.0} {Top}V{Bottom}" stroke="#dee2e6"/><text x="{x:0.0}" y="{Bottom + 20}" text-anchor="middle">{Math.Pow(10, decade):N0}</text>""");
        }

        for (var decade = _y.From; decade <= _y.To; decade++)
        {
            var y = Y(Math.Pow(10, decade));
            Append(svg, $"""<path d="M{Left} {y:0.0}H{Right}" stroke="#dee2e6"/><text x="{Left - 8}" y="{y + 4:0.0}" text-anchor="end">{Math.Pow(10, decade):N0}</text>""");
        }

        Append(svg, $"""<text x="{(Left + Right) / 2}" y="{Bottom + 40}" text-anchor="middle">actors</text>""");
        for (var i = 0; i < lines.Count; i++)
        {
            Draw(svg, i);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private void Draw(StringBuilder svg, int i)
    {
        var (name, points) = lines[i];
        var colour = _colours[i % _colours.Length];
        var path = string.Join(" L", points.Select(point => FormattableString.Invariant($"{X(point.N):0.0} {Y(point.Value):0.0}")));
        Append(svg, $"""<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>""");
        foreach (var (n, value) in points)
        {
            Append(svg, $"""<circle cx="{X(n):0.0}" cy="{Y(value):0.0}" r="4" fill="{colour}"><title>{name}, {n:N0} actors: {value:N0}</title></circle>""");
        }

        var key = Top + 12 + (i * 24);
        Append(svg, $"""<path d="M{Right + 20} {key}h24" stroke="{colour}" stroke-width="2.5"/><text x="{Right + 52}" y="{key + 4}">{name}</text>""");
    }

    private static void Append(StringBuilder svg, FormattableString text) => svg.Append(FormattableString.Invariant(text)).Append('\n');

    private static (double From, double To) Decades(IEnumerable<double> values)
    {
        double[] all = [.. values];
        return (Math.Floor(Math.Log10(all.Min())), Math.Max(Math.Ceiling(Math.Log10(all.Max())), Math.Floor(Math.Log10(all.Min())) + 1));
    }

    private double X(double n) => Left + ((Math.Log10(n) - _x.From) / (_x.To - _x.From) * (Right - Left));

    private double Y(double value) => Bottom - ((Math.Log10(value) - _y.From) / (_y.To - _y.From) * (Bottom - Top));
}
