using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OkRun.Async.AspNetCore.Tests;

/// <summary>A test in a real browser; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser.Path is null)
        {
            Skip = "Chromium is not installed: neither chromium nor chromium-browser is on the PATH.";
        }
    }
}

/// <summary>Several tests in a real browser; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = new BrowserFactAttribute().Skip;
}

/// <summary>Chromium without a window, with a page of its own, told what to do over its DevTools protocol.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Listening = "DevTools listening on ";
    private readonly ClientWebSocket _socket = new();
    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("okrun-browser");
    private readonly Process _process;
    private int _id;
    private bool _isLoaded;

    private Browser() => _process = Process.Start(new ProcessStartInfo(Path!)
    {
        ArgumentList =
        {
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--remote-debugging-port=0", $"--user-data-dir={_profile.FullName}", "about:blank",
        },
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;

    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        .SelectMany(folder => (string[])[System.IO.Path.Combine(folder, "chromium"), System.IO.Path.Combine(folder, "chromium-browser")])
        .FirstOrDefault(File.Exists);

    /// <summary>What the page complained about.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<Browser> OpenAsync(Uri page)
    {
        var browser = new Browser();
        try
        {
            await browser.ConnectAsync(page).OrHang();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits in the page until the expression is true.</summary>
    public Task Until(string expression) => EvaluateAsync(
        $"new Promise(done => {{ const look = () => ({expression}) ? done(true) : setTimeout(look, 20); look(); }})");

    public async Task<string> EvaluateAsync(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new() { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true }).OrHang();
        return answer["exceptionDetails"] is { } thrown ? throw new InvalidOperationException(thrown.ToJsonString()) : answer["result"]!["value"]?.ToString() ?? "";
    }

    public Task PressAsync(string key) => SendAsync("Input.dispatchKeyEvent", new() { ["type"] = "keyDown", ["key"] = key }).OrHang();

    /// <summary>Makes the page as wide as on a phone.</summary>
    public Task NarrowAsync() => SendAsync(
        "Emulation.setDeviceMetricsOverride", new() { ["width"] = 390, ["height"] = 844, ["deviceScaleFactor"] = 1, ["mobile"] = false }).OrHang();

    /// <summary>Makes the page as wide as on a desk.</summary>
    public Task WidenAsync() => SendAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = 1100, ["height"] = 700, ["deviceScaleFactor"] = 1, ["mobile"] = false }).OrHang();

    /// <summary>A picture of the whole page, as PNG.</summary>
    public async Task<byte[]> ShootAsync() =>
        Convert.FromBase64String((await SendAsync("Page.captureScreenshot", new() { ["captureBeyondViewport"] = true }).OrHang())["data"]!.ToString());

    /// <summary>Makes the page light or dark.</summary>
    public Task PreferAsync(string scheme) => SendAsync(
        "Emulation.setEmulatedMedia", new() { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) }).OrHang();

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().OrHang();
        _process.Dispose();
        _socket.Dispose();
        _profile.Delete(recursive: true);
    }

    private async Task ConnectAsync(Uri page)
    {
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(Listening, StringComparison.Ordinal) == true)
            {
                listening.TrySetResult(new(line.Data[Listening.Length..]));
            }
        };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        var port = (await listening.Task).Port;
        using var client = new HttpClient();
        JsonNode? blank;
        do
        {
            var pages = JsonNode.Parse(await client.GetStringAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/json/list"))))!;
            blank = pages.AsArray().FirstOrDefault(each => each!["type"]!.ToString() == "page"); // it may come a little later
        }
        while (blank is null);

        await _socket.ConnectAsync(new(blank["webSocketDebuggerUrl"]!.ToString()), CancellationToken.None);
        foreach (var domain in (string[])["Page", "Runtime", "Log"])
        {
            await SendAsync($"{domain}.enable", []);
        }

        _isLoaded = false;
        await SendAsync("Page.navigate", new() { ["url"] = page.ToString() });
        while (!_isLoaded)
        {
            await ReceiveAsync();
        }

        await Until("location.href !== 'about:blank' && document.readyState === 'complete'"); // the blank page is loaded too, and may say so late
    }

    private async Task<JsonNode> SendAsync(string method, JsonObject parameters)
    {
        var id = ++_id;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, CancellationToken.None);
        while (true)
        {
            var answer = await ReceiveAsync();
            if (answer["id"]?.GetValue<int>() == id)
            {
                return answer["result"] ?? throw new InvalidOperationException($"{method}: {answer.ToJsonString()}");
            }
        }
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[16384];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            await message.WriteAsync(buffer.AsMemory(0, part.Count));
        }
        while (!part.EndOfMessage);

        var received = JsonSerializer.Deserialize<JsonNode>(message.ToArray())!;
        switch (received["method"]?.ToString())
        {
            case "Page.loadEventFired":
                _isLoaded = true;
                break;
            case "Runtime.exceptionThrown" or "Log.entryAdded" or "Runtime.consoleAPICalled":
                Complaints.Add(received.ToJsonString());
                break;
            default:
                break;
        }

        return received;
    }
}
