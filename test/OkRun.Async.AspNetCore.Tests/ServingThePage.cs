using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace OkRun.Async.AspNetCore.Tests;

public class ServingThePage
{
    [Theory]
    [InlineData(null, "text/html")]
    [InlineData("*/*", "text/html")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("no media type", "text/html")]
    [InlineData("application/json", "application/json")]
    [InlineData("text/html;q=0.5, application/json", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData("application/json; charset=utf-8", "application/json")]
    [InlineData("application/json; charset=utf-8; q=0.4, text/html; q=0.3", "application/json")]
    [InlineData("text/html;q=0, */*", "application/json")]
    [InlineData("text/event-stream", "text/event-stream")]
    [InlineData("application/json, text/plain, */*", "application/json")]
    [InlineData("application/json, */*", "application/json")]
    [InlineData("*/*, application/json", "application/json")]
    [InlineData("text/event-stream, application/json", "text/event-stream")]
    [InlineData("application/json, text/html;q=0.9, */*;q=0.8", "application/json")]
    public async Task One_address_answers_as_it_is_asked(string? accept, string type)
    {
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold));

        using var response = await site.GetAsync(accept);

        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Equal("Accept", response.Headers.Vary.Single());
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task A_stream_asks_proxies_not_to_collect_it()
    {
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold));

        using var response = await site.GetAsync("text/event-stream");

        Assert.Equal("no", response.Headers.GetValues("X-Accel-Buffering").Single());
    }

    [Fact]
    public async Task What_it_cannot_give_is_refused_with_what_it_can()
    {
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold));

        using var response = await site.GetAsync("image/png");

        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
        Assert.Contains("application/json", await response.Content.ReadAsStringAsync().OrHang(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task HEAD_is_answered_as_GET_without_a_body(string accept)
    {
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold));
        using var request = new HttpRequestMessage(HttpMethod.Head, site.Page);
        request.Headers.TryAddWithoutValidation("Accept", accept);

        using var response = await site.Client.SendAsync(request).OrHang();

        Assert.Equal((HttpStatusCode.OK, accept), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Empty(await response.Content.ReadAsStringAsync().OrHang());
    }

    /// <summary>As when a start has failed: the container is gone, and Kestrel still answers.</summary>
    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task It_answers_when_the_services_of_the_host_are_disposed(string accept)
    {
        var disposed = new ServiceCollection().BuildServiceProvider();
        await disposed.DisposeAsync();
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold), use: app => app.Use((HttpContext context, RequestDelegate next) =>
        {
            context.RequestServices = disposed;
            return next(context);
        }));

        using var response = await site.GetAsync(accept);

        Assert.Equal((HttpStatusCode.OK, accept), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Nothing_can_be_posted()
    {
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold));

        using var response = await site.Client.PostAsync(site.Page, content: null).OrHang();

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task The_page_takes_nothing_from_elsewhere_and_makes_no_markup_of_data()
    {
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold));

        using var response = await site.GetAsync("text/html");
        var html = await response.Content.ReadAsStringAsync().OrHang();

        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", html, StringComparison.Ordinal);
        Assert.DoesNotContain("innerHTML", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task RequireAuthorization_guards_all_of_it(string accept)
    {
        await using var site = await Site.StartAsync(
            services =>
            {
                services.AddAuthentication("none").AddCookie("none", options => options.Events.OnRedirectToLogin = Unauthorized);
                services.AddAuthorization().AddSingleton(new ActorGroupTimeline("orders"));
            },
            app => app.MapActorGroups("/actors").RequireAuthorization());

        using var response = await site.GetAsync(accept);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync().OrHang());
    }

    [Fact]
    public async Task Conventions_apply()
    {
        await using var app = Site.Build(services => services.AddSingleton(new ActorGroupTimeline("orders")));

        app.MapActorGroups("/actors").WithDisplayName("ours").WithMetadata(new AuthorizeAttribute("on-call"));

        var endpoint = Assert.Single(((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints));
        Assert.Equal("ours", endpoint.DisplayName);
        Assert.Equal("on-call", endpoint.Metadata.GetMetadata<AuthorizeAttribute>()!.Policy);
    }

    private static Task Unauthorized(Microsoft.AspNetCore.Authentication.RedirectContext<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}
