using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OkRun.Async.Page;

/// <summary>Sends one reader what the feed has, as it comes.</summary>
internal sealed class EventStream(Feed feed, TimeProvider clock, CancellationToken hostStopping)
{
    private const int Piece = 16384;

    /// <summary>How long a stream is silent at most: then a word shows proxies, and us, that both ends are there.</summary>
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(5);

    /// <summary>How long the server's stop waits for the end of a group that stops already: the last word of a page is worth that.</summary>
    private static readonly TimeSpan _lastWord = TimeSpan.FromMilliseconds(500);

    public async Task SendAsync(HttpContext context)
    {
        context.Response.ContentType = Accepts.Events;
        context.Response.Headers["X-Accel-Buffering"] = "no"; // a proxy that collected the messages would look like a server that is silent
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await FollowAsync(context).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The reader has closed the page.
        }
    }

    private async Task FollowAsync(HttpContext context)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, hostStopping); // or the server would wait for the reader
        var edition = feed.Join();
        try
        {
            await WriteAsync(context, edition, known: -1).ConfigureAwait(false);
            await WriteAsync(context, "retry: 1000\n\n"u8.ToArray()).ConfigureAwait(false); // milliseconds
            while (!over.IsCancellationRequested)
            {
                await NextAsync(edition, _silence, over.Token).ConfigureAwait(false);
                var latest = feed.Latest;
                await (latest == edition ? WriteAsync(context, "event: still\ndata: {}\n\n"u8.ToArray()) : WriteAsync(context, latest, edition.Version)).ConfigureAwait(false);
                edition = latest;
            }

            context.RequestAborted.ThrowIfCancellationRequested();
            var last = await LastAsync(context.RequestAborted).ConfigureAwait(false);
            await WriteAsync(context, last, edition.Version, isLast: true).ConfigureAwait(false);
        }
        finally
        {
            feed.Leave();
        }
    }

    private async Task<Edition> LastAsync(CancellationToken cancellationToken)
    {
        var begin = clock.GetTimestamp();
        var edition = feed.Last();
        for (var left = _lastWord; edition.IsStopping && left > TimeSpan.Zero; left = _lastWord - clock.GetElapsedTime(begin))
        {
            await NextAsync(edition, left, cancellationToken).ConfigureAwait(false);
            edition = feed.Last();
        }

        return edition;
    }

    /// <summary>Waits for the next edition, for so long at most.</summary>
    private async Task NextAsync(Edition edition, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var quiet = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var next = edition.Next;
        await (await Task.WhenAny(next, Task.Delay(patience, clock, quiet.Token)).ConfigureAwait(false) == next ? next : Task.CompletedTask).ConfigureAwait(false);
        await quiet.CancelAsync().ConfigureAwait(false);
    }

    private Task WriteAsync(HttpContext context, Edition edition, long known, bool isLast = false)
    {
        var age = ((long)clock.GetElapsedTime(edition.At).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, [
            .. "data: {\"ageMs\":"u8, .. Encoding.UTF8.GetBytes(age), .. (isLast ? ",\"isLast\":true"u8 : ""u8), .. ",\"groups\":"u8, .. edition.For(known), .. "}\n\n"u8]);
    }

    /// <summary>In pieces: for a reader that does not read, a few of them are in memory, and not all.</summary>
    private static async Task WriteAsync(HttpContext context, byte[] message)
    {
        var body = context.Response.Body;
        for (var from = 0; from < message.Length; from += Piece)
        {
            await body.WriteAsync(message.AsMemory(from, Math.Min(Piece, message.Length - from)), context.RequestAborted).ConfigureAwait(false);
            await body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }
}
