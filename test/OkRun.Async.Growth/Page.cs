using System.Diagnostics;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace OkRun.Async.Growth;

/// <summary>The page of a group that stops: one actor is not over, and all the others wait for it.</summary>
internal static class Page
{
    private const double Bar = 0.05;
    private static readonly TimeSpan _settled = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(20);

    public static Task<double> JsonAsync(int count) => WhileStoppingAsync(count, static async (client, page) =>
    {
        await client.GetByteArrayAsync(page);
        var from = Environment.CpuUsage.TotalTime;
        await client.GetByteArrayAsync(page);
        return (Environment.CpuUsage.TotalTime - from).TotalMilliseconds;
    });

    public static Task<double> EventAsync(int count) => WhileStoppingAsync(count, static async (client, page) =>
    {
        client.DefaultRequestHeaders.Accept.Clear();
        client.DefaultRequestHeaders.Accept.Add(new("text/event-stream"));
        var from = Environment.CpuUsage.TotalTime;
        await using var events = await client.GetStreamAsync(page);
        var (piece, read, last) = (new byte[65536], 1, (byte)0);
        for (var isOver = false; !isOver && read > 0;)
        {
            read = await events.ReadAsync(piece);
            isOver = piece.AsSpan(0, read).IndexOf("\n\n"u8) >= 0 || (last == '\n' && piece[0] == '\n');
            last = read > 0 ? piece[read - 1] : last;
        }

        return (Environment.CpuUsage.TotalTime - from).TotalMilliseconds;
    });

    /// <summary>True if readers of a large group, in which nothing happens, cost more of a core than they may. What they cost themselves is counted too.</summary>
    public static async Task<bool> PrintIdleAsync(int count, int readers)
    {
        var timeline = new ActorGroupTimeline("crowd");
        var group = new ActorGroup(new() { Observer = timeline });
        for (var number = 1; number <= count; number++)
        {
            group.Add($"actor {number}", static token => Task.Delay(Timeout.InfiniteTimeSpan, token));
        }

        await using var run = group.Start();
        timeline.Run = run;
        await run.Ready;
        var share = await WithPageAsync(timeline, async (client, page) =>
        {
            client.DefaultRequestHeaders.Accept.Clear();
            client.DefaultRequestHeaders.Accept.Add(new("text/event-stream"));
            List<Stream> streams = [];
            for (var reader = 0; reader < readers; reader++)
            {
                streams.Add(await client.GetStreamAsync(page));
            }

            foreach (var stream in streams)
            {
                _ = stream.CopyToAsync(Stream.Null); // ends with the client
            }

            await Task.Delay(_settled);
            using var process = Process.GetCurrentProcess();
            var before = process.TotalProcessorTime;
            await Task.Delay(_idle);
            process.Refresh();
            var used = (process.TotalProcessorTime - before) / _idle;
            client.CancelPendingRequests();
            return used;
        });
        Console.WriteLine(FormattableString.Invariant($"{readers} readers of the page of {count:#,0} actors, when nothing happens: {share:0.0%} of a core, at most {Bar:0%}: {(share <= Bar ? "ok" : "**too much**")}"));
        return share > Bar;
    }

    private static async Task<double> WhileStoppingAsync(int count, Func<HttpClient, Uri, Task<double>> measureAsync)
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var timeline = new ActorGroupTimeline("crowd");
        var group = new ActorGroup(new() { Observer = timeline });
        Actor[] others = [.. Enumerable.Range(1, count - 1).Select(number => group.Add($"actor {number}", static token => Task.Delay(Timeout.InfiniteTimeSpan, token)))];
        group.Add(new Actor("slow", _ => release.Task) { After = others, Interrupt = (_, _) => { told.SetResult(); return Task.CompletedTask; } });
        await using var run = group.Start();
        timeline.Run = run;
        await run.Ready;
        run.Stop();
        await told.Task;
        try
        {
            return await WithPageAsync(timeline, measureAsync);
        }
        finally
        {
            release.SetResult();
        }
    }

    private static async Task<double> WithPageAsync(ActorGroupTimeline timeline, Func<HttpClient, Uri, Task<double>> measureAsync)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddSingleton(timeline);
        await using var app = builder.Build();
        app.MapActorGroups("/actors");
        await app.StartAsync();
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return await measureAsync(client, new($"{app.Urls.First()}/actors"));
    }
}
