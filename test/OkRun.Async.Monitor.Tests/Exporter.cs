using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OkRun.Async.Monitor.Tests;

/// <summary>A target that a test holds in its hand: each path answers with what was put there, whatever "count" counts, or never.</summary>
internal sealed class Exporter : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _bodies = [];
    private readonly ConcurrentQueue<long> _counted = [];
    private int _count;

    private Exporter()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/{path}", AnswerAsync);
    }

    /// <summary>A scrape has come and is not answered.</summary>
    public Signal Hanging { get; } = new();

    public string Address => new Uri(_app.Urls.First()).Authority;

    /// <summary>When each count was given away for good, in order.</summary>
    public IReadOnlyList<long> Counted => [.. _counted];

    public string this[string path]
    {
        set => _bodies[path] = value;
    }

    public static async Task<Exporter> StartAsync()
    {
        var exporter = new Exporter();
        await exporter._app.StartAsync();
        return exporter;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, string path)
    {
        switch (path)
        {
            case "hanging":
                Hanging.Happen();
                var hungUp = new Signal();
                await using (context.RequestAborted.Register(hungUp.Happen))
                {
                    await hungUp.Happened;
                }

                return;
            case "count":
                await context.Response.WriteAsync($"counted {Interlocked.Increment(ref _count)}\n");
                await context.Response.CompleteAsync();
                _counted.Enqueue(Environment.TickCount64);
                return;
            case "zipped":
                context.Response.Headers.ContentEncoding = "gzip";
                await using (var zip = new GZipStream(context.Response.Body, CompressionLevel.Fastest))
                {
                    await zip.WriteAsync(Encoding.UTF8.GetBytes($"asked_for{{encoding=\"{context.Request.Headers.AcceptEncoding}\"}} 1\n"));
                }

                return;
            default:
                var body = _bodies.GetValueOrDefault(path, "");
                context.Response.StatusCode = body.Length > 0 ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError;
                await context.Response.WriteAsync(body);
                return;
        }
    }
}
