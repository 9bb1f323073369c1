using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OkRun.Async.AspNetCore.Tests;

/// <summary>A web application with the page at /actors, on a port of its own; the groups it shows do not stop it.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Site(WebApplication app)
    {
        _app = app;
        Client = new() { BaseAddress = new(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public Uri Page => new(Client.BaseAddress!, "actors");

    /// <summary>Starts a site that shows the group, which becomes "orders" and is started too; requests go through what is used first.</summary>
    public static async Task<Site> Of(Action<ActorGroup> add, bool details = false, Action<WebApplication>? use = null, Action<IServiceCollection>? with = null)
    {
        var timeline = new ActorGroupTimeline("orders");
        var group = new ActorGroup(new() { Observer = timeline });
        add(group);
        timeline.Run = group.Start();
        return await StartAsync(
            services =>
            {
                services.AddSingleton(timeline).AddSingleton(timeline.Run);
                with?.Invoke(services);
            },
            app =>
            {
                use?.Invoke(app);
                app.MapActorGroups("/actors", options => options.Details = details);
            });
    }

    public static async Task<Site> StartAsync(Action<IServiceCollection> configure, Action<WebApplication> map)
    {
        var app = Build(configure);
        map(app);
        await app.StartAsync().OrHang();
        return new(app);
    }

    public static WebApplication Build(Action<IServiceCollection> configure)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        configure(builder.Services);
        return builder.Build();
    }

    public Task StopAsync() => _app.StopAsync();

    public async Task<HttpResponseMessage> GetAsync(string? accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Page);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).OrHang();
    }

    public async Task<JsonElement> OrdersAsync()
    {
        using var response = await GetAsync("application/json");
        return Group(await response.Content.ReadAsStringAsync().OrHang());
    }

    /// <summary>The data again and again, until they are as wanted.</summary>
    public async Task<JsonElement> OrdersAsync(Func<JsonElement, bool> wanted)
    {
        using var deadline = new CancellationTokenSource(Deadline.Hung);
        while (true)
        {
            var orders = await OrdersAsync();
            if (wanted(orders))
            {
                return orders;
            }

            Assert.False(deadline.IsCancellationRequested, orders.GetRawText());
            await Eventually.RestAsync();
        }
    }

    public static JsonElement Group(string json) => JsonDocument.Parse(json).RootElement.GetProperty("groups")[0];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _app.Services.GetService<ActorGroupRun>()?.Stop();
        await _app.DisposeAsync().AsTask().OrHang();
    }
}

internal static class Json
{
    public static string? State(this JsonElement element) => element.GetProperty("state").GetString();

    public static JsonElement Actor(this JsonElement group, int index) => group.GetProperty("actors")[index];

    public static bool IsNull(this JsonElement element, string property) => element.GetProperty(property).ValueKind == JsonValueKind.Null;
}
