using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OkRun.Async.Views;

namespace OkRun.Async.Page;

/// <summary>Answers for the one address: the page, the data, or what changes of them as it changes. What it needs of the host it has from the start: a request may come when the host's services are disposed.</summary>
internal sealed class ActorGroupsPage(ShownGroups groups, bool details, TimeProvider clock, CancellationToken hostStopping)
{
    private readonly Html _html = Html.Read();
    private readonly EventStream _stream = new(new(groups, details, clock), clock, hostStopping);

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
            Accepts.Events => _stream.SendAsync(context),
            _ => RefuseAsync(context, StatusCodes.Status406NotAcceptable, $"Accept one of {string.Join(", ", Accepts.All)}."),
        };
    }

    private static Task RefuseAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    private Task WriteHtmlAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = _html.Policy;
        headers["Referrer-Policy"] = "no-referrer";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(_html.Text, context.RequestAborted);
    }

    private async Task WriteJsonAsync(HttpContext context)
    {
        GroupsView view;
        if (context.Request.Query.TryGetValue("run", out var run))
        {
            var isNumber = int.TryParse(run, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            if (!isNumber || await groups.FindAsync(context.Request.Query["group"], number, details).ConfigureAwait(false) is not { } found)
            {
                await RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such run.").ConfigureAwait(false);
                return;
            }

            view = new([found]);
        }
        else
        {
            view = groups.View(details);
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(view, ViewJson.Default.GroupsView), context.RequestAborted).ConfigureAwait(false);
    }
}
