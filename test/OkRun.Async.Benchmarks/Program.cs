using OkRun.Async.Benchmarks.Contenders;
using OkRun.Async.Benchmarks.Ratios;

int[] sizes = [2, 10, 100, 1_000, 10_000, 100_000];
if (args is ["ratios", .. var rest])
{
    var chosen = rest is ["--n", var list] ? [.. list.Split(',').Select(int.Parse)] : sizes;
    List<Measured> measured = [];
    foreach (var n in chosen)
    {
        measured.AddRange(await Sampler.MeasureAsync(Contender.All, n, TimeSpan.FromSeconds(n == 100_000 ? 40 : 12), 7));
    }

    var table = new RatioTable(measured);
    foreach (var line in table.Measurements().Append("").Concat(table.Ratios()))
    {
        Console.WriteLine(line);
    }
}
