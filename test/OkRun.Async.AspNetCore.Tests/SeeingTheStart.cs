using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OkRun.Async.AspNetCore.Tests;

/// <summary>The socket of the server listens from the beginning, so that a request waits in it until the server has started.</summary>
public sealed class SeeingTheStart : IDisposable
{
    private readonly Signal _started = new();
    private readonly Signal _release = new();
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly HttpClient _client = new();

    public SeeingTheStart()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen();
        _client.BaseAddress = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", ((IPEndPoint)_socket.LocalEndPoint!).Port).Uri;
        _client.DefaultRequestHeaders.Add("Accept", "application/json");
    }

    [Fact]
    public async Task A_web_application_answers_when_the_group_is_ready_and_not_before()
    {
        await using var app = Build(_ => { });

        var start = app.StartAsync();
        var page = _client.GetStringAsync(new Uri("actors", UriKind.Relative));
        await _started;
        Assert.False(page.IsCompleted);
        _release.Happen();
        await start.OrHang();

        Assert.Equal("Ready", Site.Group(await page.OrHang()).State());
    }

    [Fact]
    public async Task Services_that_start_concurrently_let_page_and_health_answer_while_an_actor_starts()
    {
        await using var app = Build(services => services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true));

        var start = app.StartAsync();
        var page = await _client.GetStringAsync(new Uri("actors", UriKind.Relative)).OrHang();
        using var health = await _client.GetAsync(new Uri("health", UriKind.Relative)).OrHang();
        Assert.False(start.IsCompleted);
        _release.Happen();
        await start.OrHang();

        Assert.Equal(("Starting", "Starting"), (Site.Group(page).State(), Site.Group(page).Actor(0).State()));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal("Healthy", await _client.GetStringAsync(new Uri("health", UriKind.Relative)).OrHang());
    }

    public void Dispose()
    {
        _client.Dispose();
        _socket.Dispose();
    }

    private WebApplication Build(Action<IServiceCollection> configure)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(_client.BaseAddress!.ToString());
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = _ => _socket);
        builder.Services.AddActorGroup((_, group) => group.Add(new Actor("store", StartLateAsync)));
        builder.Services.AddHealthChecks().AddActorGroup();
        configure(builder.Services);
        var app = builder.Build();
        app.MapHealthChecks("/health");
        app.MapActorGroups("/actors");
        return app;
    }

    private async Task StartLateAsync(Action ready, CancellationToken token)
    {
        _started.Happen();
        await _release;
        ready();
        await Work.UntilTold(token);
    }
}
