using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OkRun.Async.Hosting.Tests;

namespace OkRun.Async.AspNetCore.Tests;

/// <summary>Runs are kept in a folder, and the next process shows them.</summary>
public sealed class KeepingEarlierRuns : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("okrun-history");
    private readonly IOException _failure = new("the disk is full");

    private string Group => Assert.Single(_folder.GetDirectories()).FullName;

    [Fact]
    public async Task A_run_is_written_when_it_is_over_and_the_next_page_lists_it()
    {
        await RunAsync(Work.Fails(_failure));

        await using var site = await SiteAsync();
        var run = Assert.Single(Earlier(await site.OrdersAsync()));

        Assert.Equal((1, "Failed", "queue"), (run.GetProperty("number").GetInt32(), run.State(), run.GetProperty("actor").GetString()));
        Assert.Equal(_failure.Message, run.GetProperty("exception").GetProperty("message").GetString());
        Assert.Equal(["000001.json"], Files());
    }

    [Fact]
    public async Task It_can_be_opened_with_its_timeline_and_without_details_keeps_its_messages_for_itself()
    {
        await RunAsync(Work.Fails(_failure));
        await using var site = await SiteAsync();
        await using var bare = await SiteAsync(details: false);

        var run = await OpenAsync(site, "?group=orders&run=1");
        var without = await OpenAsync(bare, "?group=orders&run=1");

        Assert.Equal(("Failed", "Failed"), (run.State(), run.Actor(0).State()));
        Assert.False(run.Actor(0).IsNull("endMs"));
        Assert.Equal(_failure.Message, run.GetProperty("stop").GetProperty("exception").GetProperty("message").GetString());
        Assert.DoesNotContain(_failure.Message, without.GetRawText() + (await bare.OrdersAsync()).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?group=orders&run=7")]
    [InlineData("?group=orders&run=../../1")]
    [InlineData("?group=..&run=1")]
    [InlineData("?run=1")]
    public async Task What_was_not_kept_is_not_found(string query)
    {
        await RunAsync(Work.Nothing);
        await using var site = await SiteAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Page + query));
        request.Headers.TryAddWithoutValidation("Accept", "application/json");

        using var response = await site.Client.SendAsync(request).OrHang();

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task The_last_20_are_kept_and_their_numbers_go_on()
    {
        for (var i = 0; i < 23; i++)
        {
            await RunAsync(Work.Nothing);
        }

        await using var site = await SiteAsync();

        Assert.Equal(Enumerable.Range(4, 20).Reverse(), Earlier(await site.OrdersAsync()).Select(run => run.GetProperty("number").GetInt32()));
        Assert.Equal(20, Files().Length);
    }

    [Fact]
    public async Task A_run_whose_process_is_gone_was_killed_and_one_whose_process_lives_is_not_listed()
    {
        var timeline = Timeline();
        await using var site = await SiteAsync(timeline);
        await using var run = new ActorGroup(new() { Observer = timeline }) { { "queue", Work.UntilTold } }.Start();
        await run.Ready.OrHang();
        await Eventually.True(() => Files().Contains("000001.mark") && new FileInfo(Path.Combine(Group, "000001.mark")).Length > 0);
        LeaveMark("000002.mark", """{"name":"orders","state":"Ready","run":1,"startedAt":"2026-01-01T00:00:00+00:00","elapsedMs":5000,"waitingFor":[],"next":[],"actors":[]}""");
        LeaveMark("000003.mark", """{"name":"orders","state":"Rea""");
        LeaveMark("000004.mark", "");

        await using var other = await SiteAsync();
        var runs = Earlier(await other.OrdersAsync());

        Assert.Equal([(3, "Lost"), (2, "Lost")], runs.Select(each => (each.GetProperty("number").GetInt32(), each.State()!)));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 5, TimeSpan.Zero), runs[1].GetProperty("endedAt").GetDateTimeOffset());
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, 3)]
    public async Task A_process_that_is_killed_or_exits_before_its_run_is_over_leaves_word_of_it(bool isKilled, int? code)
    {
        await ChildProcess.RunAsync(_folder.FullName, isKilled);

        await using var site = await SiteAsync();
        var listed = Assert.Single(Earlier(await site.OrdersAsync()));
        var run = await OpenAsync(site, "?group=orders&run=1");

        Assert.Equal(("Lost", code), (listed.State(), listed.TryGetProperty("exitCode", out var exit) ? exit.GetInt32() : null));
        Assert.Equal(("Lost", "Ready"), (run.State(), run.Actor(0).State()));
    }

    [Fact]
    public async Task A_torn_file_hides_no_other()
    {
        await RunAsync(Work.Nothing);
        await RunAsync(Work.Nothing);
        await File.WriteAllTextAsync(Path.Combine(Group, "000002.json"), """{"name":"ord""");

        await using var site = await SiteAsync();

        Assert.Equal([1], Earlier(await site.OrdersAsync()).Select(run => run.GetProperty("number").GetInt32()));
    }

    [Fact]
    public async Task Two_processes_may_have_one_folder()
    {
        var (first, second) = (Timeline(), Timeline());
        await using var one = await SiteAsync(first);
        await using var two = await SiteAsync(second);
        var runs = ((ActorGroupTimeline[])[first, second]).Select(timeline => new ActorGroup(new() { Observer = timeline }) { { "queue", Work.UntilTold } }.Start()).ToList();
        await Task.WhenAll(runs.Select(run => run.Ready)).OrHang();
        await Eventually.True(() => Files().Length == 2);

        foreach (var run in runs)
        {
            await run.DisposeAsync();
        }

        await using var third = await SiteAsync();
        Assert.Equal([2, 1], Earlier(await third.OrdersAsync()).Select(run => run.GetProperty("number").GetInt32()));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_costs_a_warning_and_neither_the_run_nor_the_page()
    {
        var log = new LogEntries();
        var file = Path.Combine(_folder.FullName, "file");
        await File.WriteAllTextAsync(file, "in the way");
        var timeline = Timeline();
        await using var site = await SiteAsync(timeline, folder: file, with: services => services.AddLogging(logging => logging.AddProvider(new LogProvider(log))));

        await new ActorGroup(new() { Observer = timeline }) { { "queue", Work.Nothing } }.RunAsync().OrHang();

        Assert.Equal("Stopped", (await site.OrdersAsync()).State());
        Assert.Contains(log.All, entry => entry is { Level: LogLevel.Warning, Exception: IOException } && entry.Message.Contains("actor group orders", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task The_page_lists_them_and_opens_one()
    {
        await RunAsync(Work.Fails(_failure));
        await using var site = await SiteAsync();
        await using var browser = await Browser.OpenAsync(site.Page);
        await browser.Until("document.querySelector('.earlier li')");

        Assert.Matches("^run 1 · failed .* · 'queue': IOException: the disk is full$", await browser.EvaluateAsync("document.querySelector('.earlier li').textContent"));
        await using var opened = await Browser.OpenAsync(new(await browser.EvaluateAsync("document.querySelector('.earlier a').href")));
        await opened.Until("document.querySelector('h2')?.textContent === 'orders, run 1'");

        Assert.StartsWith("'queue' failed at ", await opened.EvaluateAsync("document.querySelector('.headline').textContent"), StringComparison.Ordinal);
        Assert.Equal("1", await opened.EvaluateAsync("document.querySelectorAll('.chart .mark.failed').length"));
        Assert.Empty(browser.Complaints.Concat(opened.Complaints));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static ActorGroupTimeline Timeline() => new("orders");

    private static List<JsonElement> Earlier(JsonElement group) => [.. group.GetProperty("earlier").EnumerateArray()];

    private string[] Files() => _folder.GetDirectories() is [var group] ? [.. group.GetFiles().Select(file => file.Name).Order()] : [];

    private void LeaveMark(string name, string content) => File.WriteAllText(Path.Combine(Group, name), content);

    /// <summary>A run from beginning to end, with a page of its own: what another process would have done.</summary>
    private async Task RunAsync(Func<CancellationToken, Task> execute)
    {
        var timeline = Timeline();
        await using var site = await SiteAsync(timeline);
        await new ActorGroup(new() { Observer = timeline }) { { "queue", execute } }.RunAsync().EndOrHang();
    }

    private Task<Site> SiteAsync(ActorGroupTimeline? timeline = null, bool details = true, string? folder = null, Action<IServiceCollection>? with = null) => Site.StartAsync(
        services =>
        {
            services.AddSingleton(timeline ?? Timeline());
            with?.Invoke(services);
        },
        app => app.MapActorGroups("/actors", options => (options.Details, options.History) = (details, folder ?? _folder.FullName)));

    private static async Task<JsonElement> OpenAsync(Site site, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Page + query));
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        using var response = await site.Client.SendAsync(request).OrHang();
        return Site.Group(await response.Content.ReadAsStringAsync().OrHang());
    }
}
