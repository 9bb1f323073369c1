using System.Net;
using System.Text.Json;

namespace OkRun.Async.Monitor.Tests;

public sealed class ScrapingTargets : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_vanishes_from_a_target_vanishes_from_the_answer()
    {
        await using var exporter = await Exporter.StartAsync();
        exporter["a"] = "a 1\nb 2\ntimed 3 " + DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        await using var monitor = new MonitorProcess(_folder, MonitorProcess.ConfigOf(exporter, "a", "zipped"));
        await monitor.ReadyAsync();
        await monitor.UntilAsync("a", "a 1|b 2|timed 3|up 1");

        exporter["a"] = "a 1\n";
        await monitor.UntilAsync("a", "a 1|up 1");

        exporter["a"] = "<html>";
        await monitor.UntilAsync("a", "up 0");
        Assert.Equal(3, (await monitor.QueryAsync("{job=\"a\"}")).Count);

        exporter["a"] = "a 4\n";
        await monitor.UntilAsync("a", "a 4|up 1");
        await monitor.UntilAsync("zipped", "asked_for 1|up 1");
        Assert.Contains("\"encoding\":\"gzip\"", Assert.Single(await monitor.QueryAsync("asked_for")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_file_is_followed_and_a_broken_one_is_not()
    {
        await using var exporter = await Exporter.StartAsync();
        (exporter["file"], exporter["good"]) = ("a 1", "b 1");
        var file = Path.Combine(_folder.Path, "targets-1.json");
        var good = $$"""[{"targets": ["{{exporter.Address}}"], "labels": {"zone": "x"} }]""";
        await File.WriteAllTextAsync(file, good[..20]);
        await using var monitor = new MonitorProcess(_folder, MonitorProcess.ConfigOf(exporter, "good")
            + "- {job_name: file, metrics_path: /file, file_sd_configs: [{files: ['targets-*.json'], refresh_interval: 100ms}]}\n");
        await monitor.ReadyAsync();
        await monitor.UntilAsync("good", "b 1|up 1");
        Assert.Empty(await monitor.QueryAsync("{job=\"file\"}"));

        await File.WriteAllTextAsync(file, good);
        await monitor.UntilAsync("file", "a 1|up 1");
        Assert.Contains("\"zone\":\"x\"", Assert.Single(await monitor.QueryAsync("a")), StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, good[..20]);
        await monitor.Child.Errors.NextWithAsync("its targets stay as they were");
        exporter["file"] = "a 2";
        await monitor.UntilAsync("file", "a 2|up 1");

        await File.WriteAllTextAsync(file, "[]");
        await monitor.UntilAsync("file", "");
    }

    [Fact]
    public async Task Each_target_tells_how_it_is()
    {
        await using var exporter = await Exporter.StartAsync();
        exporter["good"] = "a 1";
        exporter["big"] = string.Concat(Enumerable.Repeat("# a comment\n", 100));
        var config = MonitorProcess.ConfigOf(exporter, "good", "big", "many", "hanging", "failing").Replace("200ms", "2s", StringComparison.Ordinal).Replace("/big,", "/big, body_size_limit: 1200B,", StringComparison.Ordinal).Replace("/many,", "/many, sample_limit: 1,", StringComparison.Ordinal);
        exporter["many"] = "a 1\nb 2";
        await using var monitor = new MonitorProcess(_folder, config);
        await monitor.ReadyAsync();

        IReadOnlyList<JsonElement> targets = [];
        await MonitorProcess.UntilAsync(
            async () => string.Join('|', (targets = await TargetsAsync()).Select(target => $"{target.GetProperty("scrapePool")} {target.GetProperty("health")} {target.GetProperty("lastError").GetString()!.Split(": ")[0]}")),
            "good up |big down body size limit exceeded|many down sample limit exceeded|hanging down no answer within 2 s|failing down server returned HTTP status 500 Internal Server Error");

        Assert.Equal($"http://{exporter.Address}/good", targets[0].GetProperty("scrapeUrl").GetString());
        Assert.Equal(exporter.Address, targets[0].GetProperty("labels").GetProperty("instance").GetString());
        Assert.InRange(targets[0].GetProperty("lastScrape").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
        Assert.InRange(targets[3].GetProperty("lastScrapeDuration").GetDouble(), 1, 20);
        await monitor.UntilAsync("good", "a 1|up 1");

        async Task<IReadOnlyList<JsonElement>> TargetsAsync() =>
            [.. JsonDocument.Parse((await monitor.GetAsync("/api/v1/targets")).Text).RootElement.GetProperty("data").GetProperty("activeTargets").EnumerateArray()];
    }

    [Fact]
    public async Task A_graph_has_one_line_for_each_series_and_escapes_everything()
    {
        await using var exporter = await Exporter.StartAsync();
        exporter["a"] = "a{x=\"<script>\"} 1\na{x=\"2\"} NaN\na{x=\"3\"} +Inf\na{x=\"4\"} -2e300";
        await using var monitor = new MonitorProcess(_folder, MonitorProcess.ConfigOf(exporter, "a"));
        await monitor.ReadyAsync();
        await MonitorProcess.UntilAsync(async () => $"{(await monitor.QueryAsync("a")).Count}", "4");

        var (status, page) = await monitor.GetAsync("/graph?query=a%7Bx!=%22%3Cb%3E%22%7D&minutes=0.1");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((1, 4), (page.Split("<svg").Length - 1, page.Split("<path").Length - 1));
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN ", page[page.IndexOf("<path", StringComparison.Ordinal)..page.IndexOf("</svg>", StringComparison.Ordinal)].Replace("<title>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await monitor.GetAsync("/graph")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await monitor.GetAsync("/graph?query=up&minutes=x")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await monitor.GetAsync("/graph?query=%7B%7D")).Status);
    }
}
