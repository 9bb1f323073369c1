using System.Globalization;
using System.Net;
using System.Text.Json;

namespace OkRun.Async.Monitor.Tests;

/// <summary>The HTTP API, in the forms of Prometheus's.</summary>
public sealed class AskingOverHttp : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Answers_have_the_form_of_Prometheus()
    {
        await using var exporter = await Exporter.StartAsync();
        var time = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000 * 1000;
        exporter["a"] = $"a{{x=\"é\\\"\"}} NaN {time}\nb -Inf {time}\nc 0.30000000000000004 {time}\nd 1e21 {time}\n";
        await using var monitor = new MonitorProcess(_folder, MonitorProcess.ConfigOf(exporter, "a"));
        await monitor.ReadyAsync();
        await monitor.UntilAsync("a", "a NaN|b -Inf|c 0.30000000000000004|d 1e+21|up 1");
        var seconds = (time / 1000).ToString(CultureInfo.InvariantCulture);
        var target = $"\"instance\":\"{exporter.Address}\",\"job\":\"a\"";

        Assert.Equal(Json($$"""{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"a",{{target}},"x":"é\""},"value":[{{seconds}}.5,"NaN"]}]} }"""), Json((await monitor.GetAsync($"/api/v1/query?query=a&time={seconds}.5")).Text));
        Assert.Equal(Json($$"""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"c",{{target}}},"values":[[{{seconds}},"0.30000000000000004"]]}]} }"""), Json((await monitor.GetAsync($"/api/v1/query?query=c[10s]&time={seconds}.5")).Text));
        Assert.Equal(Json($$"""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"b",{{target}}},"values":[[{{seconds}}.25,"-Inf"],[{{seconds}}.75,"-Inf"]]}]} }"""), Json((await monitor.GetAsync($"/api/v1/query_range?query=b&start={seconds}.25&end={seconds}.9&step=500ms")).Text));
        Assert.Equal(Json("""{"status":"success","data":{"resultType":"vector","result":[]} }"""), Json((await monitor.GetAsync($"/api/v1/query?query=a&time={time / 1000 - 1}")).Text));

        static string Json(string text) => JsonSerializer.Serialize(JsonDocument.Parse(text));
    }

    [Fact]
    public async Task What_cannot_be_answered_is_bad_data()
    {
        await using var monitor = new MonitorProcess(_folder, "");
        await monitor.ReadyAsync();
        string[] questions =
        [
            "query", "query?query=", "query?query=%7B%7D", "query?query=up%7B", "query?query=sum(up)", "query?query=up%5B0s%5D", "query?query=up&time=x",
            "query_range?query=up", "query_range?query=up&start=1&end=2", "query_range?query=up&start=1&end=2&step=0", "query_range?query=up&start=1&end=2&step=-1", "query_range?query=up&start=1&end=2&step=x",
            "query_range?query=up&start=2&end=1&step=1", "query_range?query=up%5B10s%5D&start=1&end=2&step=1", "query_range?query=up&start=0&end=11001&step=1",
        ];

        foreach (var question in questions)
        {
            var (status, text) = await monitor.GetAsync($"/api/v1/{question}");

            var answer = JsonDocument.Parse(text).RootElement;
            Assert.Equal((HttpStatusCode.BadRequest, "error", "bad_data"), (status, answer.GetProperty("status").GetString(), answer.GetProperty("errorType").GetString()));
            Assert.NotEqual("", answer.GetProperty("error").GetString());
        }

        Assert.Equal(HttpStatusCode.OK, (await monitor.GetAsync("/api/v1/query_range?query=up&start=0&end=11000&step=1")).Status);
        Assert.Equal(HttpStatusCode.OK, (await monitor.GetAsync("/api/v1/query?query=up&time=2026-01-01T00:00:00Z")).Status);
        Assert.Equal(HttpStatusCode.OK, (await monitor.GetAsync("/-/healthy")).Status);
        Assert.Equal(HttpStatusCode.OK, (await monitor.GetAsync("/-/ready")).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await monitor.GetAsync("/-/reload")).Status);
        Assert.Equal("7", await monitor.MetricAsync("monitor_actors{state=\"Ready\"}"));
    }
}
