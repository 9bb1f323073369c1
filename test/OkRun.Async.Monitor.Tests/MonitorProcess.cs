using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Web;

namespace OkRun.Async.Monitor.Tests;

/// <summary>Monitor in a process of its own, with a config and a database in a folder of its own, which the next one in this folder finds.</summary>
internal sealed class MonitorProcess : IAsyncDisposable
{
    private readonly HttpClient _client;
    private readonly Folder _folder;

    public MonitorProcess(Folder folder, string config, int? port = null, string? storage = null)
    {
        _folder = folder;
        Write(config);
        _client = new() { BaseAddress = new($"http://127.0.0.1:{port ?? FreePort()}"), Timeout = Deadline.Hung };
        Child = new("Monitor", "--config", Config, "--storage", storage ?? Path.Combine(folder.Path, "db"), "--urls", _client.BaseAddress.ToString().TrimEnd('/'));
    }

    public Child Child { get; }

    private string Config => Path.Combine(_folder.Path, "prometheus.yml");

    /// <summary>A config of jobs, each of which scrapes the path of its name.</summary>
    public static string ConfigOf(Exporter exporter, params string[] jobs) =>
        $"global: {{scrape_interval: 200ms}}\nscrape_configs:\n{string.Concat(jobs.Select(job => $"- {{job_name: {job}, metrics_path: /{job}, static_configs: [{{targets: ['{exporter.Address}']}}]}}\n"))}";

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Write(string config) => File.WriteAllText(Config, config);

    public Task ReadyAsync() => Child.Errors.WithAsync("web         ready");

    public async Task<bool> AnswersAsync()
    {
        try
        {
            return (await _client.GetAsync(new Uri("/-/ready", UriKind.Relative))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async Task<(HttpStatusCode Status, string Text)> GetAsync(string path)
    {
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<(HttpStatusCode Status, string Text)> ReloadAsync()
    {
        using var answer = await _client.PostAsync(new Uri("/-/reload", UriKind.Relative), null);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What a query gives, as text: each series as JSON, then its value, or how many it has.</summary>
    public async Task<IReadOnlyList<string>> QueryAsync(string selector) => [.. (await ResultAsync(selector)).Select(series =>
        $"{series.GetProperty("metric")} {(series.TryGetProperty("value", out var value) ? value[1].GetString() : series.GetProperty("values").GetArrayLength())}")];

    public async Task<IReadOnlyList<JsonElement>> ResultAsync(string selector)
    {
        var (status, text) = await GetAsync($"/api/v1/query?query={HttpUtility.UrlEncode(selector)}");
        Assert.Equal(HttpStatusCode.OK, status);
        return [.. JsonDocument.Parse(text).RootElement.GetProperty("data").GetProperty("result").EnumerateArray()];
    }

    /// <summary>Asks until the names of the series of a job and their values are these, without those that Monitor adds but <c>up</c>.</summary>
    public Task UntilAsync(string job, string expected) => UntilAsync(async () => string.Join('|', (await ResultAsync($$"""{job="{{job}}",__name__!~"scrape_.*"}"""))
        .Select(series => $"{series.GetProperty("metric").GetProperty("__name__")} {series.GetProperty("value")[1]}").Order(StringComparer.Ordinal)), expected);

    public static async Task UntilAsync(Func<Task<string>> ask, string expected)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var deadline = new CancellationTokenSource(Deadline.Hung);
        string? last = null;
        try
        {
            while ((last = await ask()) != expected)
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Equal(expected, last);
        }
    }

    public async Task<string> MetricAsync(string name) =>
        (await GetAsync("/metrics")).Text.Split('\n').Single(line => line.StartsWith($"{name} ", StringComparison.Ordinal))[(name.Length + 1)..];

    public async ValueTask DisposeAsync()
    {
        await Child.DisposeAsync();
        _client.Dispose();
    }
}
