using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OkRun.Async.TestHost;

/// <summary>A web server with clients that stay connected, as an actor or with a group in it.</summary>
internal static class Web
{
    /// <summary>The time limit of the actor is shorter than that of its host (30 s): clients that stay must not make it late.</summary>
    public static ActorGroup WithALimit(Actor worker)
    {
        var web = Build(_ => { }).AsActor("web") with { StopTimeout = TimeSpan.FromSeconds(2) };
        return new(new() { Observer = ActorGroupObserver.WriteTo(Console.Error) }) { web, worker, Actor.Signals() };
    }

    /// <summary>The recipe for a server that is an actor: an actor after it says that it is not ready, and is told first.</summary>
    public static ActorGroup ThatIsDrained(TimeSpan delay)
    {
        var isReady = true;
        var app = Build(_ => { });
        app.MapGet("/healthz", () => isReady ? Results.Ok() : Results.StatusCode(503));
        var web = app.AsActor("web");
        var drain = new Actor("drain", async stopped =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            isReady = false;
            await Task.Delay(delay, CancellationToken.None);
        })
        { After = [web] };
        return new(new() { Observer = ActorGroupObserver.WriteTo(Console.Error) }) { web, drain, Actor.Signals() };
    }

    /// <summary>The same for a group in the host of the server: an option.</summary>
    public static async Task WithAGroupThatIsDrainedAsync(Actor worker, TimeSpan delay)
    {
        var app = Build(services => services
            .AddActorGroup((_, group) => group.Add(worker), options => options.DrainDelay = delay)
            .AddHealthChecks().AddActorGroup());
        app.MapHealthChecks("/healthz");
        await app.RunAsync();
    }

    private static WebApplication Build(Action<IServiceCollection> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        configure(builder.Services);
        var app = builder.Build();
        app.UseWebSockets();
        app.MapGet("/", () => "hello");
        app.MapGet("/stream", StreamAsync);
        app.Map("/socket", SocketAsync);
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            Console.WriteLine($"listening on {string.Join(' ', addresses)}");
        });
        return app;
    }

    /// <summary>It ends with its client only.</summary>
    private static async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync("data: hello\n\n");
        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
    }

    private static async Task SocketAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await socket.SendAsync("hello"u8.ToArray(), System.Net.WebSockets.WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        await socket.ReceiveAsync(new byte[100].AsMemory(), CancellationToken.None);
    }
}
