using System.Diagnostics;
using System.Globalization;
using OkRun.Async;
using OkRun.Async.Benchmarks.Contenders;

// The first run in a fresh process: two actors, one of which waits. Prints its microseconds.
var from = Stopwatch.GetTimestamp();
switch (args)
{
    case ["ours"]:
        await new ActorGroup { { "waits", Wait }, { "returns", Return } }.RunAsync();
        break;
    case ["by-hand"]:
        await HandWritten.RunAsync([Wait, Return]);
        break;
}

Console.WriteLine(Stopwatch.GetElapsedTime(from).TotalMicroseconds.ToString(CultureInfo.InvariantCulture));

static Task Wait(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);

static Task Return(CancellationToken cancellationToken) => Task.CompletedTask;
