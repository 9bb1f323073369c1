using System.Diagnostics;
using System.Globalization;

namespace OkRun.Async.Growth;

/// <summary>The script of the page in a browser: a message, and the render after it, for a chain of actors that stops.</summary>
internal static class Script
{
    private const string Measure = """
        const best = n => {
          const waits = id => ({ actor: `actor ${id}`, actorId: id, running: ["Execute"], sinceMs: id === n - 1 ? 1000 : null });
          const actors = Array.from({ length: n }, (_, id) => ({
            name: `actor ${id}`, state: id === n - 1 ? "Stopping" : "Ready", id, parentId: null, running: ["Execute"], oneShot: false, after: id ? [`actor ${id - 1}`] : [], afterIds: id ? [id - 1] : [],
            startMs: id, readyMs: id + 1, toldMs: id === n - 1 ? n + 1000 : null, endMs: null, abandonedMs: null, limitMs: null, failedMs: null, failedIn: [], exception: null }));
          const group = run => ({ name: `crowd of ${n}`, state: "Stopping", run: 1, sinceMs: n, startedAt: "2026-01-01T00:00:00+00:00", elapsedMs: n + 5000, stoppedMs: null,
            stop: { atMs: n + 1000, actor: null, actorId: null, reason: "Asked", exception: null }, waitingFor: [waits(n - 1)], next: actors.slice(0, -1).map(a => waits(a.id)), actors });
          let least = Infinity;
          for (let round = 0; round < 5; round++) {
            const from = performance.now();
            receive({ ageMs: 0, groups: [group()] });
            render();
            const known = groups.get(`crowd of ${n}`);
            for (const actor of known.actors) { stateOf(actor, known, n + 5000); describe(actor, known); }
            least = Math.min(least, performance.now() - from);
          }
          groups.clear();
          return least;
        };
        const told = [50, 500, 5000].map(n => `${n}:${best(n).toFixed(2)}`).join(" ");
        document.body.textContent = `measured ${told} end`;
        """;

    private static readonly string? _browser = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(static folder => (string[])[Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser")])
        .FirstOrDefault(File.Exists);

    public static async Task<bool> PrintAsync()
    {
        if (_browser is null)
        {
            Console.WriteLine("The script of the page is not measured: Chromium is not on the PATH.");
            return false;
        }

        var folder = Directory.CreateTempSubdirectory("okrun-growth-");
        try
        {
            var page = Path.Combine(folder.FullName, "page.html");
            await File.WriteAllTextAsync(page, Text());
            var words = await DumpAsync(page, folder.FullName);
            var from = words.IndexOf("measured ", StringComparison.Ordinal);
            if (from < 0)
            {
                Console.WriteLine($"The script of the page did not run to its end: {words}");
                return true;
            }

            var costs = words[(from + "measured ".Length)..words.IndexOf(" end", from, StringComparison.Ordinal)].Split(' ').Select(static each => each.Split(':'));
            return Table.Print("the script of the page, a message of a chain that stops", [.. costs.Select(static each => (int.Parse(each[0], CultureInfo.InvariantCulture), double.Parse(each[1], CultureInfo.InvariantCulture)))]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The page as it is shipped, without a server.</summary>
    private static string Text()
    {
        var script = string.Join('\n', ((string[])["words.js", "draw.js", "card.js", "live.js"]).Select(Part));
        return Part("page.html").Replace("{style}", Part("page.css"), StringComparison.Ordinal)
            .Replace("<script>{script}</script>", $"<script>window.EventSource = class {{ addEventListener() {{ }} close() {{ }} }};</script><script>{script}</script><script>{Measure}</script>", StringComparison.Ordinal);
    }

    private static string Part(string name)
    {
        using var reader = new StreamReader(typeof(ActorGroupTimeline).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static async Task<string> DumpAsync(string page, string folder)
    {
        using var browser = Process.Start(new ProcessStartInfo(_browser!)
        {
            ArgumentList =
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                $"--user-data-dir={Path.Combine(folder, "profile")}", "--dump-dom", new Uri(page).AbsoluteUri,
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            var errors = browser.StandardError.ReadToEndAsync(patience.Token);
            var words = await browser.StandardOutput.ReadToEndAsync(patience.Token);
            await browser.WaitForExitAsync(patience.Token);
            return words.Contains("measured ", StringComparison.Ordinal) ? words : words + await errors;
        }
        catch (OperationCanceledException)
        {
            browser.Kill(entireProcessTree: true);
            return "it took more than a minute";
        }
    }
}
