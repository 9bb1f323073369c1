using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OkRun.Async.Views;

namespace OkRun.Async.Page;

/// <summary>Answers for the one address: the page, the data, or the data again at each change.</summary>
internal sealed class ActorGroupsPage(ShownGroups groups, bool details)
{
    /// <summary>How long a stream is silent at most: then the same data show proxies, and us, that both ends are there.</summary>
    private static readonly TimeSpan _silence = TimeSpan.FromSeconds(5);

    /// <summary>Many changes at once are sent as one.</summary>
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    private readonly Html _html = Html.Read();

    public Task AnswerAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.Vary = "Accept";
        headers.XContentTypeOptions = "nosniff";
        return Accepts.Best(context.Request) switch
        {
            Accepts.Html => WriteHtmlAsync(context),
            Accepts.Json => WriteJsonAsync(context),
            Accepts.Events => StreamAsync(context),
            _ => RefuseAsync(context),
        };
    }

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status406NotAcceptable;
        return context.Response.WriteAsync($"Accept one of {string.Join(", ", Accepts.All)}.", context.RequestAborted);
    }

    private Task WriteHtmlAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = _html.Policy;
        headers["Referrer-Policy"] = "no-referrer";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(_html.Text, context.RequestAborted);
    }

    private Task WriteJsonAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.Body.WriteAsync(Data(), context.RequestAborted).AsTask();
    }

    private async Task StreamAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var clock = services.GetService<TimeProvider>() ?? TimeProvider.System;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping); // or the server would wait for the reader
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = Accepts.Events;
        context.Response.Headers["X-Accel-Buffering"] = "no"; // a proxy that collected the messages would look like a server that is silent
        while (!context.RequestAborted.IsCancellationRequested)
        {
            var isLast = over.IsCancellationRequested;
            Task[] wake = [.. groups.Changed, Task.Delay(_silence, clock, over.Token)];
            await WriteEventAsync(context).ConfigureAwait(false);
            if (isLast)
            {
                return;
            }

            await Task.WhenAny(wake).ConfigureAwait(false);
            await Task.Delay(_pause, clock, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WriteEventAsync(HttpContext context)
    {
        try
        {
            var body = context.Response.Body;
            await body.WriteAsync((byte[])[.. "data: "u8, .. Data(), .. "\n\n"u8], context.RequestAborted).ConfigureAwait(false);
            await body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The reader has closed the page: nobody is left to tell.
        }
    }

    private byte[] Data() => JsonSerializer.SerializeToUtf8Bytes(groups.View(details), ViewJson.Default.GroupsView);
}
