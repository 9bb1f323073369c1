namespace OkRun.Async.Monitor.Tests;

/// <summary>What is good and what is not was tried with promtool 2.42.</summary>
public class ReadingTheConfig
{
    [Fact]
    public void A_config_is_read_with_what_it_does_not_say()
    {
        var jobs = ConfigReader.Read("""
            global: {scrape_interval: 15s, scrape_timeout: 12s}
            scrape_configs:
            - job_name: a
              static_configs: [{targets: ['x:1', y], labels: {zone: 5}}]
            - job_name: b
              scrape_interval: 1m30s
              scrape_timeout: 800ms
              metrics_path: /b
              scheme: http
              sample_limit: 10
              body_size_limit: 1.5KB
              file_sd_configs: [{files: ['t/*.json', /t.yml]}]
            - job_name: c
              scrape_interval: 5s
              static_configs:
            """, "/etc/monitor");

        Assert.Equal(["a 00:00:15 00:00:12 /metrics", "b 00:01:30 00:00:00.8000000 /b", "c 00:00:05 00:00:05 /metrics"], jobs.Select(job => $"{job.JobName} {job.ScrapeInterval} {job.ScrapeTimeout} {job.MetricsPath}"));
        Assert.Equal(["x:1", "y"], jobs[0].StaticConfigs![0]!.Targets);
        Assert.Equal("5", jobs[0].StaticConfigs![0]!.Labels!["zone"]);
        Assert.Equal((10, 1536), (jobs[1].SampleLimit, ConfigReader.SizeOf(jobs[1].BodySizeLimit)));
        Assert.Equal(["/etc/monitor/t/*.json", "/t.yml"], jobs[1].FileSdConfigs![0]!.Files);
        Assert.Equal(TimeSpan.FromMinutes(5), jobs[1].FileSdConfigs![0]!.RefreshInterval);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    [InlineData("global:\nscrape_configs:")]
    public void An_empty_config_is_none_of_anything(string text) => Assert.Empty(ConfigReader.Read(text, "/"));

    [Theory]
    [InlineData("global: {scrape_interval: 0s}\nscrape_configs: [{job_name: a}]", 60, 10)]
    [InlineData("global: {scrape_interval: 5s}\nscrape_configs: [{job_name: a}]", 5, 5)]
    [InlineData("global: {scrape_timeout: 20s}\nscrape_configs: [{job_name: a, scrape_interval: 15s}]", 15, 15)]
    [InlineData("global: &g {scrape_interval: 7s}\nscrape_configs: [{<<: *g, job_name: a, scrape_timeout: ~}]", 7, 7)]
    public void Durations_that_are_not_said_follow_from_others(string text, int interval, int timeout)
    {
        var job = Assert.Single(ConfigReader.Read(text, "/"));

        Assert.Equal((interval, timeout), ((int)job.ScrapeInterval.TotalSeconds, (int)job.ScrapeTimeout.TotalSeconds));
    }

    [Theory]
    [InlineData("global: [", "line 2")]
    [InlineData("5", "line 1")]
    [InlineData("[]", "line 1")]
    [InlineData("global: {}\nfoo: 1", "line 2")]
    [InlineData("global:\n  evaluation_interval: 5s", "line 2")]
    [InlineData("scrape_configs: [{job_name: a, job_name: b}]", "line 1")]
    [InlineData("scrape_configs: [{job_name: a},\n {job_name: a}]", "\"a\"")]
    [InlineData("scrape_configs: [{}]", "job 1 \"\": job_name")]
    [InlineData("scrape_configs: [~]", "job 1 \"\": job_name")]
    [InlineData("scrape_configs: 5", "line 1")]
    [InlineData("global: {scrape_interval: 5s, scrape_timeout: 6s}", "global: scrape_timeout")]
    [InlineData("scrape_configs: [{job_name: a, scrape_timeout: 2m}]", "\"a\": scrape_timeout")]
    [InlineData("global:\n  scrape_interval: 5", "line 2, column 20: not a valid duration: \"5\"")]
    [InlineData("global: {scrape_interval: 1.5s}", "duration")]
    [InlineData("global: {scrape_interval: 1s1m}", "duration")]
    [InlineData("global: {scrape_interval: ''}", "duration")]
    [InlineData("global: {scrape_interval: -1s}", "duration")]
    [InlineData("scrape_configs: [{job_name: a, scheme: https}]", "http")]
    [InlineData("scrape_configs: [{job_name: a, sample_limit: -1}]", "sample_limit")]
    [InlineData("scrape_configs: [{job_name: a, sample_limit: x}]", "line 1")]
    [InlineData("scrape_configs: [{job_name: a, body_size_limit: 100}]", "body_size_limit")]
    [InlineData("scrape_configs: [{job_name: a, body_size_limit: 10mb}]", "body_size_limit")]
    [InlineData("scrape_configs: [{job_name: a, static_configs: [{targets: ['http://a']}]}]", "http://a")]
    [InlineData("scrape_configs: [{job_name: a, static_configs: [{targets: a}]}]", "line 1")]
    [InlineData("scrape_configs: [{job_name: a, static_configs: [{targets: [''] }]}]", "host")]
    [InlineData("scrape_configs: [{job_name: a, static_configs: [{targets: [a], labels: {a-b: c}}]}]", "a-b")]
    [InlineData("scrape_configs: [{job_name: a, static_configs: [{targets: [a], labels: {a: [b]}}]}]", "line 1")]
    [InlineData("scrape_configs: [{job_name: a, file_sd_configs: [{}]}]", "files")]
    [InlineData("scrape_configs: [{job_name: a, file_sd_configs: [{files: [a.txt]}]}]", "a.txt")]
    [InlineData("scrape_configs: [{job_name: a, file_sd_configs: [{files: ['*/a.yml']}]}]", "*/a.yml")]
    public void A_bad_config_is_refused_with_the_place_and_the_reason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => ConfigReader.Read(text, "/")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("[]", 0)]
    [InlineData("""[{"targets": ["a:1"], "labels": {"b": "c"}}, {"targets": []}]""", 2)]
    [InlineData("- targets: [a]\n", 1)]
    public void Target_files_are_JSON_or_YAML(string text, int groups) => Assert.Equal(groups, ConfigReader.ReadTargets(text).Count);

    [Theory]
    [InlineData("")]
    [InlineData("[{\"targets\": [\"a")]
    [InlineData("{}")]
    [InlineData("[~]")]
    [InlineData("[{\"target\": [\"a\"]}]")]
    public void A_broken_target_file_is_refused(string text) => Assert.Throws<InvalidDataException>(() => ConfigReader.ReadTargets(text));

    [Theory]
    [InlineData("1h30m", 5400)]
    [InlineData("1y2w3d", 33_004_800)]
    [InlineData("0", 0)]
    [InlineData("90s", 90)]
    public void Durations_are_as_Prometheus_writes_them(string text, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Durations.TryParse(text));
}
