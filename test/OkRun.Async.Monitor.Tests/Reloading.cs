using System.Net;

namespace OkRun.Async.Monitor.Tests;

public sealed class Reloading : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("global: [", "line 2")]
    [InlineData("global: {}\nrule_files: []", "rule_files")]
    [InlineData("scrape_configs: [{job_name: twice}, {job_name: twice}]", "twice")]
    [InlineData("scrape_configs: [{job_name: a, scrape_interval: 1s, scrape_timeout: 2s}]", "scrape_timeout")]
    [InlineData("global: {scrape_interval: 1.5s}", "1.5s")]
    public async Task A_refused_config_changes_nothing(string bad, string reason)
    {
        await using var exporter = await Exporter.StartAsync();
        await using var monitor = new MonitorProcess(_folder, MonitorProcess.ConfigOf(exporter, "count"));
        await monitor.ReadyAsync();
        monitor.Write(bad);

        var (status, text) = await monitor.ReloadAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Contains(reason, text, StringComparison.Ordinal);
        Assert.Equal("0", await monitor.MetricAsync("monitor_config_last_reload_successful"));
        await GoesOnAsync();

        monitor.Write(MonitorProcess.ConfigOf(exporter, "count"));
        Assert.Equal(HttpStatusCode.OK, (await monitor.ReloadAsync()).Status);
        Assert.Equal("1", await monitor.MetricAsync("monitor_config_last_reload_successful"));

        monitor.Write(bad);
        monitor.Child.Send(1); // SIGHUP
        await MonitorProcess.UntilAsync(() => monitor.MetricAsync("monitor_config_last_reload_successful"), "0");
        await GoesOnAsync();

        async Task GoesOnAsync()
        {
            var before = exporter.Counted.Count;
            await MonitorProcess.UntilAsync(() => Task.FromResult($"{exporter.Counted.Count > before + 2}"), "True");
        }
    }

    [Fact]
    public async Task What_a_new_config_has_no_more_vanishes_and_the_rest_stays()
    {
        await using var exporter = await Exporter.StartAsync();
        exporter["a"] = "a 1";
        exporter["b"] = "b 1";
        await using var monitor = new MonitorProcess(_folder, MonitorProcess.ConfigOf(exporter, "a", "b"));
        await monitor.ReadyAsync();
        await monitor.UntilAsync("a", "a 1|up 1");
        await monitor.UntilAsync("b", "b 1|up 1");

        monitor.Write(MonitorProcess.ConfigOf(exporter, "a").Replace("200ms", "300ms", StringComparison.Ordinal));
        monitor.Child.Send(1); // SIGHUP

        await monitor.UntilAsync("b", "");
        await MonitorProcess.UntilAsync(async () => string.Join('|', (await monitor.ResultAsync("{job=~\".+\"}")).Select(series => series.GetProperty("metric").GetProperty("__name__"))), "a|scrape_duration_seconds|scrape_samples_scraped|up");
    }
}
