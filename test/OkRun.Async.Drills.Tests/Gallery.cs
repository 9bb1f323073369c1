using System.Text.Json;
using System.Text.Json.Nodes;

namespace OkRun.Async.Drills.Tests;

/// <summary>For people: with OKRUN_DRILLS set to a folder, each drill leaves there what was said, and pictures of the page, light, dark and narrow.</summary>
internal sealed class Gallery(string folder, string drill) : IAsyncDisposable
{
    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true };
    private readonly List<string> _headlines = [];
    private Browser? _browser;

    public static Gallery? Of(string drill) => Environment.GetEnvironmentVariable("OKRUN_DRILLS") is { Length: > 0 } folder ? new(folder, drill) : null;

    public async Task OpenAsync(Uri page) => _browser = Browser.Path is null ? null : await Browser.OpenAsync(page);

    /// <summary>Waits until the page has noticed that its server is gone.</summary>
    public Task IsGoneAsync() => _browser?.Until("document.querySelector('section.gone')") ?? Task.CompletedTask;

    public async Task ShootAsync(string moment)
    {
        if (_browser is null)
        {
            return;
        }

        _headlines.Add($"{moment}: {await _browser.EvaluateAsync("[...document.querySelectorAll('main > section:first-of-type')].flatMap(s => [...s.querySelectorAll(':scope > .head > .pill, :scope > .lost, :scope > .headline, :scope > .waits, :scope > .begun, :scope > .facts, :scope > .others')]).filter(e => e.offsetParent && e.textContent).map(e => e.textContent).join(' | ')")}");
        foreach (var (name, scheme, isNarrow) in new[] { ("light", "light", false), ("dark", "dark", false), ("narrow", "light", true) })
        {
            await _browser.PreferAsync(scheme);
            await (isNarrow ? _browser.NarrowAsync() : _browser.WidenAsync());
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{drill}, {moment}, {name}.png"), await _browser.ShootAsync());
        }
    }

    public async Task EndAsync(IEnumerable<string> log, JsonObject? page, int? exitCode)
    {
        await File.WriteAllLinesAsync(Path.Combine(folder, $"{drill}.txt"), [.. log, "", .. _headlines, page?.ToJsonString(_indented) ?? "no page", $"exit {exitCode}"]);
        await DisposeAsync();
    }

    public ValueTask DisposeAsync() => _browser?.DisposeAsync() ?? ValueTask.CompletedTask;
}
