using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using OkRun.Async.Benchmarks.Contenders;
using OkRun.Async.Benchmarks.Ratios;

namespace OkRun.Async.Benchmarks.Also;

/// <summary>Where the bytes of a run go, by type: the runtime names one object in about every hundred kilobytes, and their shares are those of all.</summary>
internal static class Allocations
{
    private const long Enough = 2_000_000_000;

    public static async Task<IReadOnlyList<string>> MeasureAsync(string name, int n)
    {
        var contender = Contender.All.Single(each => each.Name == name && !each.RunsOnce);
        await Sampler.SampleAsync(contender, n);
        var bytes = (await Sampler.SampleAsync(contender, n)).Bytes;
        var run = contender.Build(n);
        using var listener = new Listener();
        for (var i = Enough / bytes; i > 0; i--)
        {
            await run();
        }

        double all = listener.Counts.Values.Sum();
        return
        [
            "| bytes a run | an actor | type |",
            "|---:|---:|---|",
            .. listener.Counts.OrderByDescending(each => each.Value).Where(each => each.Value / all > 0.005).Select(each => FormattableString.Invariant(
                $"| {bytes * each.Value / all:N0} | {bytes * each.Value / all / n:0} | {each.Key} |")),
        ];
    }

    private sealed class Listener : EventListener
    {
        public ConcurrentDictionary<string, int> Counts { get; } = new();

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            {
                const EventKeywords collector = (EventKeywords)1;
                EnableEvents(eventSource, EventLevel.Verbose, collector);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) == true && eventData.PayloadNames!.IndexOf("TypeName") is >= 0 and var i)
            {
                Counts.AddOrUpdate((string)eventData.Payload![i]!, 1, static (_, count) => count + 1);
            }
        }
    }
}
