using System.Globalization;
using BenchmarkDotNet.Running;
using OkRun.Async.Benchmarks.Also;
using OkRun.Async.Benchmarks.Isolation;
using OkRun.Async.Benchmarks.Page;
using OkRun.Async.Benchmarks.Peer;
using OkRun.Async.Benchmarks.Ratios;
using OkRun.Async.Benchmarks.Suites;

switch (args)
{
    case ["ratios", .. var options]:
        await RatioRun.RunAsync(options);
        break;
    case ["measure", var size, var warmth, var firstEnd]:
        await Conditions.MeasureHereAsync(Number(size), warmth, firstEnd);
        break;
    case ["growth"]:
        Print(await Growth.MeasureAsync([1_000, 10_000, 100_000]));
        break;
    case ["extras"]:
        Print(await Extras.MeasureAsync(TimeSpan.FromSeconds(5)));
        break;
    case ["told"]:
        Print(await StopLatency.MeasureAsync(16, TimeSpan.FromMilliseconds(50)));
        break;
    case ["allocations", var contender, var size]:
        Print(await Allocations.MeasureAsync(contender, Number(size)));
        break;
    case ["traces"]:
        Print(await Traces.MeasureAsync(5, 50));
        break;
    case ["cold"]:
        Print(await ColdStart.MeasureAsync(20));
        break;
    case ["isolation"]:
        return await IsolationTable.PrintAsync(factor: 1);
    case ["isolation", var factor]:
        return await IsolationTable.PrintAsync(Number(factor));
    case ["isolation-row", var row, var blockers]:
        IsolationTable.PlayHere(Rows.All[Number(row)].Measure, Number(blockers));
        break;
    case ["isolation-row", var row, var blockers, var contender]:
        IsolationPeers.PlayHere(Number(row), Number(blockers), contender);
        break;
    case ["isolation-peers"]:
        Print(await IsolationPeers.MeasureAsync());
        break;
    case ["page"]:
        await Readme.WriteAsync();
        break;
    case ["solo", var milliseconds, .. var sizes]:
        await Solo.RunAsync(TimeSpan.FromMilliseconds(Number(milliseconds)), [.. sizes.Select(Number)]);
        break;
    case ["--quick"]:
        return await Quick.RunAsync();
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, Settings.Full);
        break;
}

return 0;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static void Print(IEnumerable<string> lines) => Console.WriteLine(string.Join(Environment.NewLine, lines));
