using System.Globalization;
using OkRun.Async.Benchmarks.Peer;
using OkRun.Async.Benchmarks.Ratios;

switch (args)
{
    case ["ratios", .. var options]:
        await RatioRun.RunAsync(options);
        break;
    case ["solo", var milliseconds, .. var sizes]:
        await Solo.RunAsync(TimeSpan.FromMilliseconds(Number(milliseconds)), [.. sizes.Select(Number)]);
        break;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
