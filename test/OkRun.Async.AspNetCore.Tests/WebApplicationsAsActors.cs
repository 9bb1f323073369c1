using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OkRun.Async.AspNetCore.Tests;

/// <summary>A real server as an actor beside others.</summary>
public class WebApplicationsAsActors
{
    private readonly Signal _release = new();
    private readonly Signal _asked = new();
    private readonly Recorder _recorder = new();

    [Fact]
    public async Task It_serves_when_it_is_ready_and_no_more_when_the_group_has_stopped()
    {
        var app = Site.Build(_ => { });
        app.MapGet("/", () => "hello");
        var run = new ActorGroup { app.AsActor("web"), { "worker", Work.UntilTold } }.Start();
        await run.Ready.OrHang();
        var address = new Uri(app.Urls.Single());
        using var client = new HttpClient();

        var greeting = await client.GetStringAsync(address).OrHang();
        run.Stop();
        await run.Completion.OrHang();

        Assert.Equal("hello", greeting);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(address).OrHang());
    }

    [Fact]
    public async Task A_request_that_is_being_answered_is_answered_before_it_ends()
    {
        var app = Site.Build(_ => { });
        app.MapGet("/", AnswerLateAsync);
        var web = app.AsActor("web");
        var run = new ActorGroup(new() { Observer = _recorder }) { { "store", Work.UntilTold }, web }.Start();
        await run.Ready.OrHang();
        using var client = new HttpClient();
        var answer = client.GetStringAsync(new Uri(app.Urls.Single()));
        await _asked;

        run.Stop();
        await _recorder.Seen("ended store");
        Assert.Equal(ActorState.Stopping, run.Actors[1].State);
        _release.Happen();
        await run.Completion.OrHang();

        Assert.Equal("late", await answer.OrHang());
    }

    [Fact]
    public async Task The_failure_of_its_background_service_is_its_own_and_stops_the_others()
    {
        var failure = new IOException("the disk is full");
        var app = Site.Build(services => services.AddHostedService(_ => new Background(Work.Fails(failure, _release))));
        app.MapGet("/", () => "hello");
        var run = new ActorGroup(new() { Observer = _recorder }) { app.AsActor("web"), { "worker", Work.UntilTold } }.Start();
        await run.Ready.OrHang();

        _release.Happen();
        var thrown = await Assert.ThrowsAsync<IOException>(() => run.Completion.OrHang());

        Assert.Same(failure, thrown);
        Assert.Equal("web", run.First!.Name);
        _recorder.AssertOrder("ended web", "ended worker");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_its_failure()
    {
        await using var site = await Site.Of(group => group.Add("cron", Work.UntilTold));
        var app = Site.Build(_ => { });
        app.Urls.Add(site.Client.BaseAddress!.ToString());

        var run = new ActorGroup { app.AsActor("web"), { "worker", Work.UntilTold } }.Start();

        await Assert.ThrowsAsync<IOException>(() => run.Completion.OrHang());
        Assert.Equal("web", run.First!.Name);
    }

    [Fact]
    public async Task One_that_was_started_before_goes_on_and_is_named()
    {
        await using var app = Site.Build(_ => { });
        app.MapGet("/", () => "hello");
        await app.StartAsync().OrHang();
        using var client = new HttpClient();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => new ActorGroup { app.AsActor("web") }.RunAsync().OrHang());

        Assert.Contains("'web'", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(app.Urls.Single())).OrHang()).StatusCode);
    }

    private async Task AnswerLateAsync(HttpContext context)
    {
        _asked.Happen();
        await _release;
        await context.Response.WriteAsync("late");
    }

    private sealed class Background(Func<CancellationToken, Task> execute) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => execute(stoppingToken);
    }
}
