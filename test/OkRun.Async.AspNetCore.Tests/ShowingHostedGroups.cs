using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OkRun.Async.AspNetCore.Tests;

public class ShowingHostedGroups
{
    [Fact]
    public async Task Groups_of_the_host_are_shown_each_once()
    {
        await using var site = await Site.StartAsync(
            services => services
                .AddActorGroup("mail", (_, group) => group.Add("sender", Work.UntilTold))
                .AddActorGroup("cron", (_, group) => group.Add("hourly", Work.UntilTold)),
            app => app.MapActorGroups("/actors"));

        using var response = await site.GetAsync("application/json");
        using var data = JsonDocument.Parse(await response.Content.ReadAsStringAsync().OrHang());
        var groups = data.RootElement.GetProperty("groups");

        Assert.Equal(["mail", "cron"], groups.EnumerateArray().Select(group => group.GetProperty("name").GetString()));
        Assert.All(groups.EnumerateArray(), group => Assert.Equal("Ready", group.Actor(0).State()));
    }

    [Fact]
    public async Task What_happened_before_the_first_request_is_shown()
    {
        await using var site = await Site.StartAsync(
            services => services.AddActorGroup((_, group) =>
            {
                var migration = group.Add(new Actor("migration", Work.Nothing) { OneShot = true });
                group.Add(new Actor("store", Work.UntilTold) { After = [migration] });
            }),
            app => app.MapActorGroups("/actors"));

        var actors = await site.OrdersAsync();

        Assert.False(actors.Actor(0).IsNull("startMs"));
        Assert.False(actors.Actor(0).IsNull("endMs"));
        Assert.False(actors.Actor(1).IsNull("readyMs"));
    }

    [Fact]
    public async Task A_page_may_be_at_two_addresses()
    {
        await using var site = await Site.StartAsync(
            services => services.AddActorGroup((_, group) => group.Add("cron", Work.UntilTold)),
            app =>
            {
                app.MapActorGroups("/actors");
                app.MapActorGroups("/details", options => options.Details = true);
            });

        using var response = await site.Client.GetAsync(new Uri("/details", UriKind.Relative)).OrHang();

        Assert.False((await site.OrdersAsync()).Actor(0).IsNull("readyMs"));
        response.EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task A_host_that_maps_its_routes_while_it_starts_has_the_timelines_among_its_services()
    {
        using var host = WithStartup(services => services.AddActorGroup((_, group) => group.Add("cron", Work.UntilTold)).AddActorGroupTimelines());
        await host.StartAsync().OrHang();
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("Accept", "application/json");

        var json = await client.GetStringAsync(new Uri(Address(host) + "/actors")).OrHang();

        Assert.False(Site.Group(json).Actor(0).IsNull("readyMs"));
        await host.StopAsync().OrHang();
    }

    [Fact]
    public async Task Without_them_it_is_told_what_to_call()
    {
        using var host = WithStartup(services => services.AddActorGroup("mail", (_, group) => group.Add("sender", Work.UntilTold)));

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync().OrHang());

        Assert.Contains("'mail'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("AddActorGroupTimelines", thrown.Message, StringComparison.Ordinal);
    }

    /// <summary>A host as those with a Startup class are: its routes are mapped when its server starts, after the services before it.</summary>
    private static IHost WithStartup(Action<IServiceCollection> configure) => new HostBuilder()
        .ConfigureServices(configure)
        .ConfigureWebHost(web => web
            .UseKestrel()
            .UseUrls("http://127.0.0.1:0")
            .ConfigureServices(services => services.AddRouting())
            .Configure(app => app.UseRouting().UseEndpoints(endpoints => endpoints.MapActorGroups("/actors"))))
        .Build();

    private static string Address(IHost host) => host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
}
