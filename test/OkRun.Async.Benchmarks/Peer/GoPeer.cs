using System.Globalization;
using OkRun.Async.Benchmarks.Contenders;
using OkRun.Async.Benchmarks.Ratios;

namespace OkRun.Async.Benchmarks.Peer;

/// <summary>oklog/run itself, in Go: whole processes of ours and of the peer take turns.</summary>
internal static class GoPeer
{
    public const string OurProcess = "OkRun.Async, process";

    public const string Name = "oklog/run in Go";

    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "Peer");

    public static bool IsProcess(Measured measured) => measured.Contender is OurProcess or Name;

    /// <summary>Builds the Go program of a folder against Debian's package of oklog/run. Null, with the reason printed, where that cannot be done.</summary>
    public static async Task<string?> BuildAsync(string folder = "")
    {
        try
        {
            const string package = "/src/github.com/oklog/run";
            var files = await Command.OutputAsync("dpkg", ["-L", "golang-github-oklog-run-dev"]);
            var source = files.Split('\n').First(file => file.EndsWith(package, StringComparison.Ordinal));
            var program = Path.Combine(_folder, folder, "peer");
            await Command.OutputAsync("go", ["build", "-o", program, Path.Combine(_folder, folder, "main.go")], ("GO111MODULE", "off"), ("GOPATH", source[..^package.Length]));
            return program;
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            await Console.Error.WriteLineAsync($"Without oklog/run in Go (apt-get install golang-go golang-github-oklog-run-dev): {exception.Message}");
            return null;
        }
    }

    /// <summary>Measures ours and the peer. What stands for bytes here is the peak resident memory of the process.</summary>
    public static async Task<IReadOnlyList<Measured>> MeasureAsync(string program, IReadOnlyList<int> sizes, int rounds, TimeSpan budget)
    {
        string[] arguments = [.. new[] { (int)budget.TotalMilliseconds }.Concat(sizes).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        List<Measured> samples = [];
        for (var round = 0; round < rounds; round++)
        {
            samples.AddRange(Parsed(OurProcess, await Command.OutputAsync(Environment.ProcessPath!, ["solo", .. arguments])));
            samples.AddRange(Parsed(Name, await Command.OutputAsync(program, arguments)));
        }

        return [.. samples.GroupBy(sample => (sample.N, sample.Contender)).Select(all => new Measured(
            all.Key.Contender, all.Key.N, Sampler.Median(all.Select(s => s.Nanoseconds)), Sampler.Median(all.Select(s => s.Bytes)), double.NaN, rounds))];
    }

    private static IEnumerable<Measured> Parsed(string contender, string output) =>
        from line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        let parts = line.Split(' ')
        let numbers = parts.Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray()
        select new Measured(contender, (int)numbers[0], numbers[1], numbers[2] * 1024, double.NaN, 1);
}
